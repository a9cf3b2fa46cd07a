//! Linux system call numbers of x86-64 (`arch/x86/entry/syscalls/syscall_64.tbl`): those that the
//! runtime issues, and nothing else.

/// `read`
pub const READ: usize = 0;
/// `readv`
pub const READV: usize = 19;
/// `pread64`
pub const PREAD64: usize = 17;
/// `preadv`
pub const PREADV: usize = 295;
/// `write`
pub const WRITE: usize = 1;
/// `writev`
pub const WRITEV: usize = 20;
/// `pwrite64`
pub const PWRITE64: usize = 18;
/// `pwritev`
pub const PWRITEV: usize = 296;
/// `close`
pub const CLOSE: usize = 3;
/// `lseek`
pub const LSEEK: usize = 8;
/// `fstat`
pub const FSTAT: usize = 5;
/// `newfstatat`
pub const NEWFSTATAT: usize = 262;
/// `statx`
pub const STATX: usize = 332;
/// `fcntl`
pub const FCNTL: usize = 72;
/// `fallocate`
pub const FALLOCATE: usize = 285;
/// `ftruncate`
pub const FTRUNCATE: usize = 77;
/// `fsync`
pub const FSYNC: usize = 74;
/// `fdatasync`
pub const FDATASYNC: usize = 75;
/// `fadvise64`
pub const FADVISE64: usize = 221;
/// `getdents64`
pub const GETDENTS64: usize = 217;
/// `openat`
pub const OPENAT: usize = 257;
/// `uname`
pub const UNAME: usize = 63;
/// `openat2`
pub const OPENAT2: usize = 437;
/// `mkdirat`
pub const MKDIRAT: usize = 258;
/// `unlinkat`
pub const UNLINKAT: usize = 263;
/// `renameat2`
pub const RENAMEAT2: usize = 316;
/// `linkat`
pub const LINKAT: usize = 265;
/// `symlinkat`
pub const SYMLINKAT: usize = 266;
/// `readlinkat`
pub const READLINKAT: usize = 267;
/// `utimensat`
pub const UTIMENSAT: usize = 280;
/// `ppoll`
pub const PPOLL: usize = 271;
/// `clock_gettime`
pub const CLOCK_GETTIME: usize = 228;
/// `clock_getres`
pub const CLOCK_GETRES: usize = 229;
/// `clock_nanosleep`
pub const CLOCK_NANOSLEEP: usize = 230;
/// `nanosleep`
pub const NANOSLEEP: usize = 35;
/// `getrandom`
pub const GETRANDOM: usize = 318;
/// `sched_yield`
pub const SCHED_YIELD: usize = 24;
/// `exit`
pub const EXIT: usize = 60;
/// `exit_group`
pub const EXIT_GROUP: usize = 231;
/// `rt_sigaction`
pub const RT_SIGACTION: usize = 13;
/// `rt_sigreturn`
pub const RT_SIGRETURN: usize = 15;
/// `sigaltstack`
pub const SIGALTSTACK: usize = 131;
/// `rt_sigprocmask`
pub const RT_SIGPROCMASK: usize = 14;
/// `tgkill`
pub const TGKILL: usize = 234;
/// `kill`
pub const KILL: usize = 62;
/// `gettid`
pub const GETTID: usize = 186;
/// `getpid`
pub const GETPID: usize = 39;
/// `mmap`
pub const MMAP: usize = 9;
/// `mprotect`
pub const MPROTECT: usize = 10;
/// `munmap`
pub const MUNMAP: usize = 11;
/// `mremap`
pub const MREMAP: usize = 25;
/// `mincore`
pub const MINCORE: usize = 27;
/// `madvise`
pub const MADVISE: usize = 28;
/// `dup`
pub const DUP: usize = 32;
/// `dup3`
pub const DUP3: usize = 292;
/// `accept4`
pub const ACCEPT4: usize = 288;
/// `recvfrom`
pub const RECVFROM: usize = 45;
/// `recvmsg`
pub const RECVMSG: usize = 47;
/// `sendto`
pub const SENDTO: usize = 44;
/// `sendmsg`
pub const SENDMSG: usize = 46;
/// `shutdown`
pub const SHUTDOWN: usize = 48;
/// `socket`
pub const SOCKET: usize = 41;
/// `bind`
pub const BIND: usize = 49;
/// `listen`
pub const LISTEN: usize = 50;
/// `getsockopt`
pub const GETSOCKOPT: usize = 55;
/// `setsockopt`
pub const SETSOCKOPT: usize = 54;
/// `getsockname`
pub const GETSOCKNAME: usize = 51;
/// `close_range`
pub const CLOSE_RANGE: usize = 436;
/// `prctl`
pub const PRCTL: usize = 157;
/// `seccomp`
pub const SECCOMP: usize = 317;
/// `landlock_create_ruleset`
pub const LANDLOCK_CREATE_RULESET: usize = 444;
/// `landlock_add_rule`
pub const LANDLOCK_ADD_RULE: usize = 445;
/// `landlock_restrict_self`
pub const LANDLOCK_RESTRICT_SELF: usize = 446;
/// `prlimit64`
pub const PRLIMIT64: usize = 302;
/// `setitimer`
pub const SETITIMER: usize = 38;
/// `timer_create`
pub const TIMER_CREATE: usize = 222;
/// `timer_settime`
pub const TIMER_SETTIME: usize = 223;
/// `ioctl`
pub const IOCTL: usize = 16;
/// `faccessat2`
pub const FACCESSAT2: usize = 439;
/// `fchmodat`
pub const FCHMODAT: usize = 268;
/// `fstatfs`
pub const FSTATFS: usize = 138;
