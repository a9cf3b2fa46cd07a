//! Rights: what may be done through a descriptor (`rights` of `typenames.witx`).
//!
//! All 30 are known, so 32 bits hold them.

/// `fd_datasync`
pub const FD_DATASYNC: u32 = 1 << 0;
/// `fd_read`
pub const FD_READ: u32 = 1 << 1;
/// `fd_seek`
pub const FD_SEEK: u32 = 1 << 2;
/// `fd_fdstat_set_flags`
pub const FD_FDSTAT_SET_FLAGS: u32 = 1 << 3;
/// `fd_sync`
pub const FD_SYNC: u32 = 1 << 4;
/// `fd_tell`
pub const FD_TELL: u32 = 1 << 5;
/// `fd_write`
pub const FD_WRITE: u32 = 1 << 6;
/// `fd_advise`
pub const FD_ADVISE: u32 = 1 << 7;
/// `fd_allocate`
pub const FD_ALLOCATE: u32 = 1 << 8;
/// `path_create_directory`
pub const PATH_CREATE_DIRECTORY: u32 = 1 << 9;
/// `path_create_file`
pub const PATH_CREATE_FILE: u32 = 1 << 10;
/// `path_link_source`
pub const PATH_LINK_SOURCE: u32 = 1 << 11;
/// `path_link_target`
pub const PATH_LINK_TARGET: u32 = 1 << 12;
/// `path_open`
pub const PATH_OPEN: u32 = 1 << 13;
/// `fd_readdir`
pub const FD_READDIR: u32 = 1 << 14;
/// `path_readlink`
pub const PATH_READLINK: u32 = 1 << 15;
/// `path_rename_source`
pub const PATH_RENAME_SOURCE: u32 = 1 << 16;
/// `path_rename_target`
pub const PATH_RENAME_TARGET: u32 = 1 << 17;
/// `path_filestat_get`
pub const PATH_FILESTAT_GET: u32 = 1 << 18;
/// `path_filestat_set_size`
pub const PATH_FILESTAT_SET_SIZE: u32 = 1 << 19;
/// `path_filestat_set_times`
pub const PATH_FILESTAT_SET_TIMES: u32 = 1 << 20;
/// `fd_filestat_get`
pub const FD_FILESTAT_GET: u32 = 1 << 21;
/// `fd_filestat_set_size`
pub const FD_FILESTAT_SET_SIZE: u32 = 1 << 22;
/// `fd_filestat_set_times`
pub const FD_FILESTAT_SET_TIMES: u32 = 1 << 23;
/// `path_symlink`
pub const PATH_SYMLINK: u32 = 1 << 24;
/// `path_remove_directory`
pub const PATH_REMOVE_DIRECTORY: u32 = 1 << 25;
/// `path_unlink_file`
pub const PATH_UNLINK_FILE: u32 = 1 << 26;
/// `poll_fd_readwrite`
pub const POLL_FD_READWRITE: u32 = 1 << 27;
/// `sock_shutdown`
pub const SOCK_SHUTDOWN: u32 = 1 << 28;
/// `sock_accept`
pub const SOCK_ACCEPT: u32 = 1 << 29;

/// Those that mean something for a file of any kind but a directory.
const FILE: u32 = FD_DATASYNC
    | FD_READ
    | FD_FDSTAT_SET_FLAGS
    | FD_SYNC
    | FD_WRITE
    | FD_FILESTAT_GET
    | FD_FILESTAT_SET_TIMES
    | POLL_FD_READWRITE;

/// Those that mean something for a file with an offset and a size.
pub const REGULAR_FILE: u32 = FILE | FD_SEEK | FD_TELL | FD_ADVISE | FD_ALLOCATE | FD_FILESTAT_SET_SIZE;

/// Those that mean something for a device other than a terminal: most can seek.
pub const DEVICE: u32 = FILE | FD_SEEK | FD_TELL;

/// Those that mean something for a terminal or a pipe. C libraries take a character device that
/// cannot seek for a terminal.
pub const STREAM: u32 = FILE;

/// Those that mean something for a socket.
pub const SOCKET: u32 = FILE | SOCK_SHUTDOWN | SOCK_ACCEPT;

/// Those of a granted socket that listens.
pub const LISTENER: u32 = FD_READ | FD_FDSTAT_SET_FLAGS | FD_FILESTAT_GET | POLL_FD_READWRITE | SOCK_ACCEPT;

/// Those of a connection that it accepts.
pub const CONNECTION: u32 =
    FD_READ | FD_WRITE | FD_FDSTAT_SET_FLAGS | FD_FILESTAT_GET | POLL_FD_READWRITE | SOCK_SHUTDOWN;

/// Those that change a directory, or files through it.
const CHANGE_DIRECTORY: u32 = PATH_CREATE_DIRECTORY
    | PATH_CREATE_FILE
    | PATH_LINK_SOURCE
    | PATH_LINK_TARGET
    | PATH_RENAME_SOURCE
    | PATH_RENAME_TARGET
    | PATH_FILESTAT_SET_SIZE
    | PATH_FILESTAT_SET_TIMES
    | PATH_SYMLINK
    | PATH_REMOVE_DIRECTORY
    | PATH_UNLINK_FILE;

/// Those that mean something for a directory.
pub const DIRECTORY: u32 = CHANGE_DIRECTORY
    | FD_DATASYNC
    | FD_FDSTAT_SET_FLAGS
    | FD_SYNC
    | FD_ADVISE
    | PATH_OPEN
    | FD_READDIR
    | PATH_READLINK
    | PATH_FILESTAT_GET
    | FD_FILESTAT_GET
    | FD_FILESTAT_SET_TIMES
    | POLL_FD_READWRITE;

/// Those that a file opened in a granted directory may have.
pub const INHERITING: u32 = DIRECTORY | REGULAR_FILE;

/// Those that no descriptor below a directory granted with `:ro` has. `PATH_LINK_SOURCE` is one: a
/// second name elsewhere could be written to.
pub const CHANGE: u32 =
    CHANGE_DIRECTORY | FD_WRITE | FD_ALLOCATE | FD_FILESTAT_SET_SIZE | FD_FILESTAT_SET_TIMES;

/// Those of the standard descriptors, whatever they are, besides reading or writing.
pub const STDIO: u32 = FD_DATASYNC
    | FD_SEEK
    | FD_FDSTAT_SET_FLAGS
    | FD_SYNC
    | FD_TELL
    | FD_ADVISE
    | FD_FILESTAT_GET
    | POLL_FD_READWRITE;

/// The rights in a guest's 64 bits, of those that a file opened by its path can have: the others mean
/// nothing for it, and who asks for all there are gets these.
pub fn from_guest(bits: u64) -> u32 {
    (bits & u64::from(INHERITING)) as u32
}
