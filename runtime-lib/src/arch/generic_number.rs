//! Linux system call numbers of the generic table (`include/uapi/asm-generic/unistd.h`), which
//! AArch64 and RISC-V share: those that the runtime issues, and nothing else.

/// `read`
pub const READ: usize = 63;
/// `readv`
pub const READV: usize = 65;
/// `pread64`
pub const PREAD64: usize = 67;
/// `preadv`
pub const PREADV: usize = 69;
/// `write`
pub const WRITE: usize = 64;
/// `writev`
pub const WRITEV: usize = 66;
/// `pwrite64`
pub const PWRITE64: usize = 68;
/// `pwritev`
pub const PWRITEV: usize = 70;
/// `close`
pub const CLOSE: usize = 57;
/// `lseek`
pub const LSEEK: usize = 62;
/// `fstat`
pub const FSTAT: usize = 80;
/// `newfstatat`
pub const NEWFSTATAT: usize = 79;
/// `statx`
pub const STATX: usize = 291;
/// `fcntl`
pub const FCNTL: usize = 25;
/// `fallocate`
pub const FALLOCATE: usize = 47;
/// `ftruncate`
pub const FTRUNCATE: usize = 46;
/// `fsync`
pub const FSYNC: usize = 82;
/// `fdatasync`
pub const FDATASYNC: usize = 83;
/// `fadvise64`
pub const FADVISE64: usize = 223;
/// `getdents64`
pub const GETDENTS64: usize = 61;
/// `openat`
pub const OPENAT: usize = 56;
/// `uname`
pub const UNAME: usize = 160;
/// `openat2`
pub const OPENAT2: usize = 437;
/// `mkdirat`
pub const MKDIRAT: usize = 34;
/// `unlinkat`
pub const UNLINKAT: usize = 35;
/// `renameat2`
pub const RENAMEAT2: usize = 276;
/// `linkat`
pub const LINKAT: usize = 37;
/// `symlinkat`
pub const SYMLINKAT: usize = 36;
/// `readlinkat`
pub const READLINKAT: usize = 78;
/// `utimensat`
pub const UTIMENSAT: usize = 88;
/// `ppoll`
pub const PPOLL: usize = 73;
/// `clock_gettime`
pub const CLOCK_GETTIME: usize = 113;
/// `clock_getres`
pub const CLOCK_GETRES: usize = 114;
/// `clock_nanosleep`
pub const CLOCK_NANOSLEEP: usize = 115;
/// `nanosleep`
pub const NANOSLEEP: usize = 101;
/// `getrandom`
pub const GETRANDOM: usize = 278;
/// `sched_yield`
pub const SCHED_YIELD: usize = 124;
/// `exit`
pub const EXIT: usize = 93;
/// `exit_group`
pub const EXIT_GROUP: usize = 94;
/// `rt_sigaction`
pub const RT_SIGACTION: usize = 134;
/// `rt_sigreturn`
pub const RT_SIGRETURN: usize = 139;
/// `sigaltstack`
pub const SIGALTSTACK: usize = 132;
/// `rt_sigprocmask`
pub const RT_SIGPROCMASK: usize = 135;
/// `tgkill`
pub const TGKILL: usize = 131;
/// `kill`
pub const KILL: usize = 129;
/// `gettid`
pub const GETTID: usize = 178;
/// `getpid`
pub const GETPID: usize = 172;
/// `mmap`
pub const MMAP: usize = 222;
/// `mprotect`
pub const MPROTECT: usize = 226;
/// `mincore`
pub const MINCORE: usize = 232;
/// `munmap`
pub const MUNMAP: usize = 215;
/// `mremap`
pub const MREMAP: usize = 216;
/// `madvise`
pub const MADVISE: usize = 233;
/// `dup`
pub const DUP: usize = 23;
/// `dup3`
pub const DUP3: usize = 24;
/// `accept4`
pub const ACCEPT4: usize = 242;
/// `recvfrom`
pub const RECVFROM: usize = 207;
/// `recvmsg`
pub const RECVMSG: usize = 212;
/// `sendto`
pub const SENDTO: usize = 206;
/// `sendmsg`
pub const SENDMSG: usize = 211;
/// `shutdown`
pub const SHUTDOWN: usize = 210;
/// `socket`
pub const SOCKET: usize = 198;
/// `bind`
pub const BIND: usize = 200;
/// `listen`
pub const LISTEN: usize = 201;
/// `getsockopt`
pub const GETSOCKOPT: usize = 209;
/// `setsockopt`
pub const SETSOCKOPT: usize = 208;
/// `getsockname`
pub const GETSOCKNAME: usize = 204;
/// `close_range`
pub const CLOSE_RANGE: usize = 436;
/// `prctl`
pub const PRCTL: usize = 167;
/// `seccomp`
pub const SECCOMP: usize = 277;
/// `landlock_create_ruleset`
pub const LANDLOCK_CREATE_RULESET: usize = 444;
/// `landlock_add_rule`
pub const LANDLOCK_ADD_RULE: usize = 445;
/// `landlock_restrict_self`
pub const LANDLOCK_RESTRICT_SELF: usize = 446;
/// `prlimit64`
pub const PRLIMIT64: usize = 261;
/// `setitimer`
pub const SETITIMER: usize = 103;
/// `timer_create`
pub const TIMER_CREATE: usize = 107;
/// `timer_settime`
pub const TIMER_SETTIME: usize = 110;
/// `ioctl`
pub const IOCTL: usize = 29;
/// `faccessat2`
pub const FACCESSAT2: usize = 439;
/// `fchmodat`
pub const FCHMODAT: usize = 53;
/// `fstatfs`
pub const FSTATFS: usize = 44;
