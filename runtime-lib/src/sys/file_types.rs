//! What files are worked with, on every platform: flags, buffers and paths as Linux has them, whose
//! numbers the families of WASI functions speak.

/// A host descriptor.
pub type HostFd = i32;

/// `O_WRONLY`
pub const O_WRONLY: u32 = 0o1;
/// `O_RDWR`
pub const O_RDWR: u32 = 0o2;
/// `O_CREAT`
pub const O_CREAT: u32 = 0o100;
/// `O_EXCL`
pub const O_EXCL: u32 = 0o200;
/// `O_NOCTTY`
pub const O_NOCTTY: u32 = 0o400;
/// `O_TRUNC`
pub const O_TRUNC: u32 = 0o1_000;
/// `O_APPEND`
pub const O_APPEND: u32 = 0o2_000;
/// `O_NONBLOCK`
pub const O_NONBLOCK: u32 = 0o4_000;
/// `O_DSYNC`
pub const O_DSYNC: u32 = 0o10_000;
/// `O_SYNC`, which is also `O_RSYNC`.
pub const O_SYNC: u32 = 0o4_010_000;
/// `O_CLOEXEC`
pub const O_CLOEXEC: u32 = 0o2_000_000;
/// `O_PATH`
pub const O_PATH: u32 = 0o10_000_000;

/// `S_IFMT`: the bits of `st_mode` that say what a file is.
pub const S_IFMT: u32 = 0o170_000;
/// `S_IFIFO`
pub const S_IFIFO: u32 = 0o010_000;
/// `S_IFCHR`
pub const S_IFCHR: u32 = 0o020_000;
/// `S_IFDIR`
pub const S_IFDIR: u32 = 0o040_000;
/// `S_IFBLK`
pub const S_IFBLK: u32 = 0o060_000;
/// `S_IFREG`
pub const S_IFREG: u32 = 0o100_000;
/// `S_IFLNK`
pub const S_IFLNK: u32 = 0o120_000;
/// `S_IFSOCK`
pub const S_IFSOCK: u32 = 0o140_000;

/// `AT_FDCWD`: paths start at the working directory.
pub const AT_FDCWD: HostFd = -100;
/// Bytes that a pipe takes in one piece, and without waiting where `poll` says that something can be written.
pub const PIPE_BUF: usize = 4096;
/// A buffer for scattered input or output: `struct iovec`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct IoVec {
    /// Host address.
    pub base: usize,
    /// Bytes.
    pub len: usize,
}

impl IoVec {
    /// No bytes.
    pub const EMPTY: IoVec = IoVec { base: 0, len: 0 };
}

/// Which way bytes go, and where in the file.
#[derive(Clone, Copy)]
pub enum Transfer {
    /// Into memory, at the file's offset.
    Read,
    /// Into memory, at this offset.
    ReadAt(u64),
    /// To the file, at its offset.
    Write,
    /// To the file, at this offset.
    WriteAt(u64),
}

/// A point of a file that `lseek` counts from: the kernel's numbers.
#[derive(Clone, Copy)]
#[repr(usize)]
pub enum Whence {
    /// The start.
    Set = 0,
    /// The offset now.
    Cur = 1,
    /// The end.
    End = 2,
}

/// Seconds and nanoseconds: `struct timespec`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct TimeSpec {
    /// Seconds.
    pub sec: i64,
    /// Nanoseconds of the second, or for `set_times` one of the two constants here.
    pub nsec: i64,
}

impl TimeSpec {
    /// For `set_times`: the time of the call.
    pub const NOW: TimeSpec = TimeSpec { sec: 0, nsec: 0x3fff_ffff };
    /// For `set_times`: leave it.
    pub const OMIT: TimeSpec = TimeSpec { sec: 0, nsec: 0x3fff_fffe };
}

/// A path of the host, for the kernel: bytes that end with a NUL and have no other.
#[derive(Clone, Copy)]
pub struct HostPath<'a>(&'a [u8]);

impl<'a> HostPath<'a> {
    /// A path that nothing has.
    pub const EMPTY: HostPath<'static> = HostPath(&[0]);

    /// The path in `bytes` up to their first NUL; `None` when there is no NUL.
    pub fn new(bytes: &'a [u8]) -> Option<HostPath<'a>> {
        bytes.contains(&0).then_some(HostPath(bytes))
    }

    /// Without the NUL.
    pub fn bytes(self) -> &'a [u8] {
        self.0.split(|byte| *byte == 0).next().unwrap_or_default()
    }

    /// Address of the first byte.
    pub fn address(self) -> usize {
        self.0.as_ptr() as usize
    }
}

/// What `remove_at` removes.
#[derive(Clone, Copy)]
#[repr(usize)]
pub enum Remove {
    /// Anything but a folder.
    File = 0,
    /// An empty folder: `AT_REMOVEDIR`.
    Directory = 0x200,
}

/// `POLLIN`: there is something to read.
pub const POLLIN: i16 = 0x001;
/// `POLLOUT`: there is room to write.
pub const POLLOUT: i16 = 0x004;
/// `POLLERR`: nobody reads the other end.
pub const POLLERR: i16 = 0x008;
/// `POLLHUP`: the other end is closed.
pub const POLLHUP: i16 = 0x010;
/// `POLLNVAL`: not an open descriptor.
pub const POLLNVAL: i16 = 0x020;
/// `POLLRDHUP`: the other end of a stream will send no more.
pub const POLLRDHUP: i16 = 0x2000;

/// `struct pollfd`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PollFd {
    /// Host descriptor.
    pub fd: i32,
    /// What to wait for.
    pub events: i16,
    /// What came.
    pub returned: i16,
}
