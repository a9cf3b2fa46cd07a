//! Records of WASI preview 1 as they lie in guest memory: little-endian, by `typenames.witx`.

use crate::sys::file::{S_IFBLK, S_IFCHR, S_IFDIR, S_IFLNK, S_IFMT, S_IFREG, S_IFSOCK, Stat};

use super::errno::{Errno, code};

/// `filetype`
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum FileType {
    /// Unknown, or none of the others: a pipe.
    Unknown = 0,
    /// A block device.
    BlockDevice = 1,
    /// A character device.
    CharacterDevice = 2,
    /// A directory.
    Directory = 3,
    /// A regular file.
    RegularFile = 4,
    /// A datagram socket.
    SocketDgram = 5,
    /// A byte-stream socket.
    SocketStream = 6,
    /// A symbolic link.
    SymbolicLink = 7,
}

impl FileType {
    /// The type that a mode of Linux gives. Sockets are streams as far as a mode tells.
    pub fn from_mode(mode: u32) -> FileType {
        /// By the bits of [`S_IFMT`]. Of pipes WASI has no word. Not 16, as constants of 4, 8, 16 and 32
        /// bytes are each together in one section: with one of them all would be linked.
        const TYPES: [FileType; 17] = {
            let mut types = [FileType::Unknown; 17];
            types[kind(S_IFBLK)] = FileType::BlockDevice;
            types[kind(S_IFCHR)] = FileType::CharacterDevice;
            types[kind(S_IFDIR)] = FileType::Directory;
            types[kind(S_IFREG)] = FileType::RegularFile;
            types[kind(S_IFSOCK)] = FileType::SocketStream;
            types[kind(S_IFLNK)] = FileType::SymbolicLink;
            types
        };
        const fn kind(mode: u32) -> usize {
            ((mode & S_IFMT) >> 12) as usize
        }
        TYPES[kind(mode)]
    }
}

/// `fdflags::append`
pub const FDFLAGS_APPEND: u32 = 1 << 0;
/// `fdflags::dsync`
pub const FDFLAGS_DSYNC: u32 = 1 << 1;
/// `fdflags::nonblock`
pub const FDFLAGS_NONBLOCK: u32 = 1 << 2;
/// `fdflags::rsync`
pub const FDFLAGS_RSYNC: u32 = 1 << 3;
/// `fdflags::sync`
pub const FDFLAGS_SYNC: u32 = 1 << 4;
/// All of `fdflags`.
pub const FDFLAGS_ALL: u32 = (1 << 5) - 1;

/// `oflags::creat`
pub const OFLAGS_CREAT: u32 = 1 << 0;
/// `oflags::directory`
pub const OFLAGS_DIRECTORY: u32 = 1 << 1;
/// `oflags::excl`
pub const OFLAGS_EXCL: u32 = 1 << 2;
/// `oflags::trunc`
pub const OFLAGS_TRUNC: u32 = 1 << 3;
/// All of `oflags`.
pub const OFLAGS_ALL: u32 = (1 << 4) - 1;

/// Bytes of an `iovec` or `ciovec`.
pub const IOVEC_SIZE: u64 = 8;

/// `iovec`, `ciovec`: address and length in bytes.
pub fn iovec(bytes: [u8; 8]) -> (u32, u32) {
    let both = u64::from_le_bytes(bytes);
    (both as u32, (both >> 32) as u32)
}

/// `fdstat`
pub fn fdstat(file_type: FileType, flags: u32, base: u32, inheriting: u32) -> [u8; 24] {
    let mut record = Record::<24>::new();
    record.put(0, [file_type as u8]);
    record.put(2, (flags as u16).to_le_bytes());
    record.put(8, u64::from(base).to_le_bytes());
    record.put(16, u64::from(inheriting).to_le_bytes());
    record.bytes
}

/// What writes the `filestat` of a snapshot, of `N` bytes.
pub type Filestat<const N: usize> = fn(&Stat, FileType) -> Result<[u8; N], Errno>;

/// `filestat`. Errors: `OVERFLOW` for a time before 1970 or after 2554.
#[allow(clippy::useless_conversion, reason = "counts of links are shorter on AArch64 and RISC-V")]
pub fn filestat(stat: &Stat, file_type: FileType) -> Result<[u8; 64], Errno> {
    let mut record = Record::new();
    record.put(24, u64::from(stat.st_nlink).to_le_bytes());
    put_filestat(&mut record, stat, file_type, 32)?;
    Ok(record.bytes)
}

/// `filestat` of snapshot 0. Errors: as [`filestat`].
pub fn filestat_unstable(stat: &Stat, file_type: FileType) -> Result<[u8; 56], Errno> {
    let mut record = Record::new();
    record.put(20, (stat.st_nlink as u32).to_le_bytes());
    put_filestat(&mut record, stat, file_type, 24)?;
    Ok(record.bytes)
}

/// All but the count of links, before `size`, from which on the fields after it follow.
fn put_filestat<const N: usize>(
    record: &mut Record<N>,
    stat: &Stat,
    file_type: FileType,
    size: usize,
) -> Result<(), Errno> {
    record.put(0, stat.st_dev.to_le_bytes());
    record.put(8, stat.st_ino.to_le_bytes());
    record.put(16, [file_type as u8]);
    record.put(size, stat.st_size.to_le_bytes());
    record.put(size + 8, timestamp(stat.st_atime, stat.st_atime_nsec)?);
    record.put(size + 16, timestamp(stat.st_mtime, stat.st_mtime_nsec)?);
    record.put(size + 24, timestamp(stat.st_ctime, stat.st_ctime_nsec)?);
    Ok(())
}

fn timestamp(sec: i64, nsec: u64) -> Result<[u8; 8], Errno> {
    let sec = u64::try_from(sec).map_err(|_| Errno::OVERFLOW)?;
    let all = sec.checked_mul(1_000_000_000).and_then(|sec| sec.checked_add(nsec));
    all.map(u64::to_le_bytes).ok_or(Errno::OVERFLOW)
}

/// Bytes of a `dirent`, which the name follows.
pub const DIRENT_SIZE: usize = 24;

/// `dirent`
pub fn dirent(next: u64, inode: u64, name_len: u32, file_type: FileType) -> [u8; DIRENT_SIZE] {
    let mut record = Record::<DIRENT_SIZE>::new();
    record.put(0, next.to_le_bytes());
    record.put(8, inode.to_le_bytes());
    record.put(16, name_len.to_le_bytes());
    record.put(20, [file_type as u8]);
    record.bytes
}

/// `prestat` of a directory.
pub fn prestat_dir(name_len: u32) -> [u8; 8] {
    (u64::from(name_len) << 32).to_le_bytes()
}

/// Which WASI's records.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Snapshot {
    /// Snapshot 0: `wasi_unstable`.
    Unstable,
    /// `wasi_snapshot_preview1`
    Preview1,
}

impl Snapshot {
    /// Bytes of a `subscription`.
    pub fn subscription_size(self) -> usize {
        match self {
            Snapshot::Unstable => 56,
            Snapshot::Preview1 => 48,
        }
    }

    /// Which double word of a `subscription` of a clock holds the clock's number: in snapshot 0 one
    /// that nothing looks at stands before it.
    fn clock_index(self) -> usize {
        match self {
            Snapshot::Unstable => 3,
            Snapshot::Preview1 => 2,
        }
    }
}

/// Bytes of the longest `subscription`.
pub const MAX_SUBSCRIPTION_SIZE: usize = 56;

/// `subscription`
pub struct Subscription {
    /// Comes back in the event.
    pub userdata: u64,
    /// What is waited for.
    pub condition: Condition,
}

/// `subscription_u`
#[derive(Clone, Copy)]
pub enum Condition {
    /// `subscription_clock`; its precision only allows to wait longer, which nothing here needs.
    Clock {
        /// The clock's number.
        id: u32,
        /// Nanoseconds.
        timeout: u64,
        /// The timeout is a time of the clock, not one from now on.
        absolute: bool,
    },
    /// `subscription_fd_readwrite` for reading.
    Read(u32),
    /// `subscription_fd_readwrite` for writing.
    Write(u32),
}

/// `eventtype` of a clock.
const EVENT_CLOCK: u8 = 0;
/// `eventtype` of reading.
const EVENT_READ: u8 = 1;
/// `eventtype` of writing.
const EVENT_WRITE: u8 = 2;

/// `subscription`. Errors: `INVAL` for an unknown type.
pub fn subscription(bytes: &[u8; MAX_SUBSCRIPTION_SIZE], snapshot: Snapshot) -> Result<Subscription, Errno> {
    let double = |index: usize| {
        let (all, _) = bytes.as_chunks::<8>();
        all.get(index).map_or(0, |bytes| u64::from_le_bytes(*bytes))
    };
    let condition = match double(1) as u8 {
        EVENT_CLOCK => {
            let at = snapshot.clock_index();
            Condition::Clock {
                id: double(at) as u32,
                timeout: double(at + 1),
                absolute: double(at + 3) & 1 != 0,
            }
        }
        EVENT_READ => Condition::Read(double(2) as u32),
        EVENT_WRITE => Condition::Write(double(2) as u32),
        _ => return Err(Errno::INVAL),
    };
    Ok(Subscription { userdata: double(0), condition })
}

/// Bytes of an `event`.
pub const EVENT_SIZE: u64 = 32;

/// How a subscription came out.
#[derive(Clone, Copy)]
pub struct Outcome {
    /// Or why it cannot be waited for.
    pub result: Result<(), Errno>,
    /// Bytes that can be read or written at once, as far as known.
    pub bytes: u64,
    /// `eventrwflags::fd_readwrite_hangup`
    pub hangup: bool,
}

/// `event`
pub fn event(subscription: &Subscription, outcome: Outcome) -> [u8; EVENT_SIZE as usize] {
    let mut record = Record::<{ EVENT_SIZE as usize }>::new();
    let kind = match subscription.condition {
        Condition::Clock { .. } => EVENT_CLOCK,
        Condition::Read(_) => EVENT_READ,
        Condition::Write(_) => EVENT_WRITE,
    };
    record.put(0, subscription.userdata.to_le_bytes());
    record.put(8, (code(outcome.result) as u16).to_le_bytes());
    record.put(10, [kind]);
    record.put(16, outcome.bytes.to_le_bytes());
    record.put(24, [outcome.hangup.into()]);
    record.bytes
}

/// A record under construction; what is not put is 0, padding included.
struct Record<const N: usize> {
    bytes: [u8; N],
}

impl<const N: usize> Record<N> {
    fn new() -> Self {
        Record { bytes: [0; N] }
    }

    /// Puts `value` at `offset`.
    #[inline(always)]
    fn put<const LEN: usize>(&mut self, offset: usize, value: [u8; LEN]) {
        if let Some(slot) = self.bytes.get_mut(offset..).and_then(<[u8]>::first_chunk_mut) {
            *slot = value;
        }
    }
}
