//! Which system calls of Linux each part of the runtime makes once the program runs: what a filter
//! made for a program must allow, and may.
//!
//! A part that comes to make another call must say so here, or programs that use it are killed; and so must one that is
//! in [`ONLY_WRITES`] make all of them by the runtime's `ask`.

/// A system call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SystemCall {
    /// Its name.
    pub name: &'static str,
    /// Its number on x86-64.
    pub x86_64: u32,
    /// Its number on the architectures that share a table (`asm-generic/unistd.h`).
    pub generic: u32,
    /// What its arguments may be.
    pub arguments: Arguments,
}

/// What the arguments of a system call may be.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Arguments {
    /// Anything.
    Any,
    /// The third, a protection of memory, has not `PROT_EXEC`.
    NotExecutable,
    /// The one of this index, from 0, is this. A call of which several are allowed is listed once for each.
    Is(u32, u32),
}

const fn call(name: &'static str, x86_64: u32, generic: u32) -> SystemCall {
    SystemCall { name, x86_64, generic, arguments: Arguments::Any }
}

const READV: SystemCall = call("readv", 19, 65);
const PREADV: SystemCall = call("preadv", 295, 69);
const WRITEV: SystemCall = call("writev", 20, 66);
const PWRITEV: SystemCall = call("pwritev", 296, 70);
const CLOSE: SystemCall = call("close", 3, 57);
const DUP3: SystemCall = call("dup3", 292, 24);
const LSEEK: SystemCall = call("lseek", 8, 62);
const FSTAT: SystemCall = call("fstat", 5, 80);
const FSTATFS: SystemCall = call("fstatfs", 138, 44);
const NEWFSTATAT: SystemCall = call("newfstatat", 262, 79);
const FALLOCATE: SystemCall = call("fallocate", 285, 47);
const FTRUNCATE: SystemCall = call("ftruncate", 77, 46);
const FSYNC: SystemCall = call("fsync", 74, 82);
const FDATASYNC: SystemCall = call("fdatasync", 75, 83);
const FADVISE64: SystemCall = call("fadvise64", 221, 223);
const GETDENTS64: SystemCall = call("getdents64", 217, 61);
const OPENAT: SystemCall = call("openat", 257, 56);
const OPENAT2: SystemCall = call("openat2", 437, 437);
const MKDIRAT: SystemCall = call("mkdirat", 258, 34);
const UNLINKAT: SystemCall = call("unlinkat", 263, 35);
const RENAMEAT2: SystemCall = call("renameat2", 316, 276);
const LINKAT: SystemCall = call("linkat", 265, 37);
const SYMLINKAT: SystemCall = call("symlinkat", 266, 36);
const READLINKAT: SystemCall = call("readlinkat", 267, 78);
const UTIMENSAT: SystemCall = call("utimensat", 280, 88);
const PPOLL: SystemCall = call("ppoll", 271, 73);
const CLOCK_GETTIME: SystemCall = call("clock_gettime", 228, 113);
const CLOCK_GETRES: SystemCall = call("clock_getres", 229, 114);
const GETRANDOM: SystemCall = call("getrandom", 318, 278);
const SCHED_YIELD: SystemCall = call("sched_yield", 24, 124);
const EXIT_GROUP: SystemCall = call("exit_group", 231, 94);
const RT_SIGACTION: SystemCall = call("rt_sigaction", 13, 134);
const RT_SIGRETURN: SystemCall = call("rt_sigreturn", 15, 139);
const TGKILL: SystemCall = call("tgkill", 234, 131);
const GETTID: SystemCall = call("gettid", 186, 178);
const GETPID: SystemCall = call("getpid", 39, 172);
const ACCEPT4: SystemCall = call("accept4", 288, 242);
const RECVMSG: SystemCall = call("recvmsg", 47, 212);
const SENDMSG: SystemCall = call("sendmsg", 46, 211);
const SHUTDOWN: SystemCall = call("shutdown", 48, 210);
const GETSOCKOPT: SystemCall = call("getsockopt", 55, 209);
const FCNTL: SystemCall = call("fcntl", 72, 25);
const IOCTL: SystemCall = call("ioctl", 16, 29);
const MUNMAP: SystemCall = call("munmap", 11, 215);
const MINCORE: SystemCall = call("mincore", 27, 232);
const MMAP: SystemCall = SystemCall { arguments: Arguments::NotExecutable, ..call("mmap", 9, 222) };
const MPROTECT: SystemCall = SystemCall { arguments: Arguments::NotExecutable, ..call("mprotect", 10, 226) };
/// `MADV_HUGEPAGE`
const MADVISE_HUGE_PAGES: SystemCall =
    SystemCall { arguments: Arguments::Is(2, 14), ..call("madvise", 28, 233) };
/// `MADV_DONTNEED`
const MADVISE_ZEROS: SystemCall = SystemCall { arguments: Arguments::Is(2, 4), ..MADVISE_HUGE_PAGES };
/// `F_GETFL`
const FCNTL_GET_FLAGS: SystemCall = SystemCall { arguments: Arguments::Is(1, 3), ..FCNTL };
/// `F_SETFL`
const FCNTL_SET_FLAGS: SystemCall = SystemCall { arguments: Arguments::Is(1, 4), ..FCNTL };
/// `TCGETS`
const IOCTL_TERMINAL: SystemCall = SystemCall { arguments: Arguments::Is(1, 0x5401), ..IOCTL };
/// `FIONREAD`
const IOCTL_READABLE: SystemCall = SystemCall { arguments: Arguments::Is(1, 0x541b), ..IOCTL };

/// The end of the program, and messages about it.
pub const CORE: &[SystemCall] = &[EXIT_GROUP, WRITEV];
/// What prints results: room for arguments and results is made.
pub const INVOKE: &[SystemCall] = &[MMAP];
/// What goes on after traps.
pub const SCRIPT: &[SystemCall] = &[MMAP, RT_SIGRETURN];
/// `memory.grow` where memories have guards, and clearing what they grew by.
pub const GROW_GUARDED: &[SystemCall] = &[MPROTECT, MADVISE_HUGE_PAGES, MADVISE_ZEROS];
/// The same where they have none.
pub const GROW_EXPLICIT: &[SystemCall] = &[MMAP, MUNMAP, MADVISE_HUGE_PAGES, MADVISE_ZEROS];
/// The end of a program that makes a profile.
pub const PROFILE: &[SystemCall] = &[MINCORE];
/// `table.grow`
pub const GROW_TABLE: &[SystemCall] = &[MMAP];

/// Path resolution, by the kernel or component by component.
const RESOLVE: &[SystemCall] = &[OPENAT2, OPENAT, READLINKAT, CLOSE];
/// Closing a descriptor, those of the launcher included.
const LET_GO: &[SystemCall] = &[CLOSE, DUP3];
/// What type of file a descriptor is, and what may be done with that.
const DESCRIBE: &[SystemCall] = &[FSTAT, IOCTL_TERMINAL, GETSOCKOPT];

// Functions that both snapshots have, each with its own records.
const FD_FILESTAT_GET: &[&[SystemCall]] = &[&[FSTAT, GETSOCKOPT]];
const FD_SEEK: &[&[SystemCall]] = &[&[LSEEK]];
const PATH_FILESTAT_GET: &[&[SystemCall]] = &[RESOLVE, &[NEWFSTATAT]];
const POLL_ONEOFF: &[&[SystemCall]] = &[&[PPOLL, CLOCK_GETTIME, FSTAT, LSEEK, IOCTL_READABLE]];

/// What seccomp's strict mode leaves (`SECCOMP_SET_MODE_STRICT`), sorted by name.
pub const STRICT_MODE: [&str; 4] = ["exit", "read", "rt_sigreturn", "write"];

/// The functions of a program that can do with that: what they ask of the kernel besides writing is known
/// before the program starts, where the launcher's descriptors are no files.
pub const ONLY_WRITES: [&str; 12] = [
    "args_get",
    "args_sizes_get",
    "environ_get",
    "environ_sizes_get",
    "fd_fdstat_get",
    "fd_fdstat_set_rights",
    "fd_prestat_dir_name",
    "fd_prestat_get",
    "fd_seek",
    "fd_tell",
    "fd_write",
    "proc_exit",
];

/// Each function of [`crate::import::WASI`], in that order, with its groups of system calls.
pub const WASI: [(&str, &[&[SystemCall]]); 50] = [
    ("args_get", &[]),
    ("args_sizes_get", &[]),
    ("clock_res_get", &[&[CLOCK_GETRES]]),
    ("clock_time_get", &[&[CLOCK_GETTIME]]),
    ("environ_get", &[]),
    ("environ_sizes_get", &[]),
    ("fd_advise", &[&[FADVISE64]]),
    ("fd_allocate", &[&[FALLOCATE]]),
    ("fd_close", &[LET_GO]),
    ("fd_datasync", &[&[FDATASYNC]]),
    ("fd_fdstat_get", &[DESCRIBE, &[FCNTL_GET_FLAGS]]),
    ("fd_fdstat_set_flags", &[&[FCNTL_GET_FLAGS, FCNTL_SET_FLAGS, PPOLL]]),
    ("fd_fdstat_set_rights", &[]),
    ("fd_filestat_get", FD_FILESTAT_GET),
    ("fd_filestat_set_size", &[&[FTRUNCATE]]),
    ("fd_filestat_set_times", &[&[UTIMENSAT]]),
    ("fd_pread", &[&[PREADV]]),
    ("fd_prestat_dir_name", &[]),
    ("fd_prestat_get", &[]),
    ("fd_pwrite", &[&[PWRITEV]]),
    ("fd_read", &[&[READV]]),
    ("fd_readdir", &[&[GETDENTS64, LSEEK, NEWFSTATAT, FSTAT]]),
    ("fd_renumber", &[LET_GO]),
    ("fd_seek", FD_SEEK),
    ("fd_sync", &[&[FSYNC]]),
    ("fd_tell", &[&[LSEEK]]),
    ("fd_write", &[&[WRITEV]]),
    ("path_create_directory", &[RESOLVE, &[MKDIRAT]]),
    ("path_filestat_get", PATH_FILESTAT_GET),
    ("path_filestat_set_times", &[RESOLVE, &[UTIMENSAT]]),
    ("path_link", &[RESOLVE, &[LINKAT]]),
    ("path_open", &[RESOLVE, DESCRIBE, &[FCNTL_SET_FLAGS, FSTATFS]]),
    ("path_readlink", &[RESOLVE]),
    ("path_remove_directory", &[RESOLVE, &[UNLINKAT]]),
    ("path_rename", &[RESOLVE, &[RENAMEAT2]]),
    ("path_symlink", &[RESOLVE, &[SYMLINKAT]]),
    ("path_unlink_file", &[RESOLVE, &[UNLINKAT]]),
    ("poll_oneoff", POLL_ONEOFF),
    ("proc_exit", &[]),
    ("proc_raise", &[&[RT_SIGACTION, GETPID, GETTID, TGKILL]]),
    ("random_get", &[&[GETRANDOM]]),
    ("sched_yield", &[&[SCHED_YIELD]]),
    ("sock_accept", &[&[ACCEPT4, FSTAT, CLOSE]]),
    ("sock_recv", &[&[RECVMSG, FSTAT]]),
    ("sock_send", &[&[SENDMSG, FSTAT]]),
    ("sock_shutdown", &[&[SHUTDOWN, FSTAT]]),
    ("fd_filestat_get", FD_FILESTAT_GET),
    ("fd_seek", FD_SEEK),
    ("path_filestat_get", PATH_FILESTAT_GET),
    ("poll_oneoff", POLL_ONEOFF),
];
