//! The descriptor table: a guest's number goes in, what it stands for comes out.
//!
//! Numbers 0 to 2 are the launcher's, open from the start; granted folders follow; `path_open`
//! gives the lowest number that is free. Guest numbers and the host's have nothing to do with each
//! other, so that a guest that closes its stdout cannot have the runtime's messages in a file.

use core::cell::UnsafeCell;

use ahead_abi::grants::Stdio;

use crate::program::program;
use crate::sys::errno::Errno as HostErrno;
use crate::sys::file::{self, HostFd, Stat};

use super::errno::Errno;
use super::rights;
use super::types::FileType;

/// How many descriptors a guest can have open.
pub const CAPACITY: usize = 1024;

/// How many this program may have open.
pub fn capacity() -> usize {
    match program().grants.limits.fds as usize {
        0 => CAPACITY,
        limit => limit.min(CAPACITY),
    }
}

/// Takes the launcher's descriptors from the guest, whose numbers stay taken: what a C library prints
/// must not go to a file that got the number of stdout.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_close_stdio() {
    (0..STDIO as u32).for_each(|fd| set(fd, Descriptor::CLOSED));
}

/// How many of them the launcher opened.
const STDIO: usize = 3;

/// What a descriptor stands for.
#[derive(Clone, Copy)]
pub struct Descriptor {
    /// The host's descriptor and 1; 0: this one is not open, so that a table of zeros is empty.
    host_and_one: u32,
    /// What may be done through it.
    pub base: u32,
    /// What may be done through descriptors that are opened through it.
    pub inheriting: u32,
    /// Which granted folder this is, counted from 1; 0: none.
    pub preopen: u16,
    /// What is special about it: bits below.
    pub marks: u8,
    kind: u8,
}

/// Mark of a descriptor below a folder granted with `:ro`.
pub const READ_ONLY: u8 = 1 << 0;
/// Mark of a descriptor that others share: the launcher's.
pub const INHERITED: u8 = 1 << 1;
/// Mark of an inherited descriptor that the guest wants not to block. The flag of the host stays as
/// it is, for it would be that of every process that shares the file.
pub const NONBLOCK: u8 = 1 << 2;
/// Mark of a directory.
const DIRECTORY: u8 = 1;

impl Descriptor {
    const CLOSED: Descriptor =
        Descriptor { host_and_one: 0, base: 0, inheriting: 0, preopen: 0, marks: 0, kind: 0 };

    const fn inherited(host: u32, right: u32) -> Descriptor {
        Descriptor {
            host_and_one: host + 1,
            base: rights::STDIO | right,
            marks: INHERITED,
            ..Descriptor::CLOSED
        }
    }

    /// An open file with what may be done through it.
    pub fn new(host: HostFd, file_type: FileType, base: u32, inheriting: u32, marks: u8) -> Descriptor {
        let kind = if file_type == FileType::Directory { DIRECTORY } else { 0 };
        Descriptor { host_and_one: host as u32 + 1, base, inheriting, preopen: 0, marks, kind }
    }

    /// The host's descriptor.
    pub fn host(&self) -> HostFd {
        self.host_and_one as HostFd - 1
    }

    /// Whether it is a directory that the guest may use.
    pub fn is_directory(&self) -> bool {
        self.kind == DIRECTORY
    }

    /// Whether all of `rights` are there. Errors: `NOTCAPABLE`.
    pub fn require(&self, rights: u32) -> Result<(), Errno> {
        if self.base & rights == rights { Ok(()) } else { Err(Errno::NOTCAPABLE) }
    }
}

/// The table: zeros at first, so it takes no room in the file. C's layout: the first entries are on a page
/// that start-up touches.
#[repr(C)]
struct Table {
    /// Descriptors of the launcher; `None`: as in [`AT_FIRST`].
    launched: [Option<Descriptor>; STDIO],
    /// Those after them.
    opened: [Descriptor; CAPACITY - STDIO],
}

/// What those of the launcher are until something else is set.
const AT_FIRST: [Descriptor; STDIO] = [
    Descriptor::inherited(0, rights::FD_READ),
    Descriptor::inherited(1, rights::FD_WRITE),
    Descriptor::inherited(2, rights::FD_WRITE),
];

struct Shared(UnsafeCell<Table>);

// SAFETY: a program has one thread.
unsafe impl Sync for Shared {}

static TABLE: Shared = Shared(UnsafeCell::new(Table {
    launched: [None; STDIO],
    opened: [Descriptor::CLOSED; CAPACITY - STDIO],
}));

/// The descriptor `fd`. Errors: `BADF` if it is not open.
pub fn get(fd: u32) -> Result<Descriptor, Errno> {
    let index = fd as usize;
    // SAFETY: one thread, and no reference to the table outlives a call of this or of `set`.
    let table = unsafe { &*TABLE.0.get() };
    let descriptor = match (table.launched.get(index), AT_FIRST.get(index)) {
        (Some(set), Some(at_first)) => set.unwrap_or(*at_first),
        _ => *table.opened.get(index - STDIO).ok_or(Errno::BADF)?,
    };
    if descriptor.host_and_one == 0 { Err(Errno::BADF) } else { Ok(descriptor) }
}

/// The descriptor `fd`, with all of `rights`. Errors: `BADF`, `NOTCAPABLE`.
pub fn get_with(fd: u32, rights: u32) -> Result<Descriptor, Errno> {
    let descriptor = get(fd)?;
    descriptor.require(rights)?;
    Ok(descriptor)
}

/// The directory `fd`, with all of `rights`. Errors: `BADF`, `NOTDIR`, `NOTCAPABLE`.
pub fn get_directory(fd: u32, rights: u32) -> Result<Descriptor, Errno> {
    let descriptor = get(fd)?;
    if !descriptor.is_directory() {
        return Err(Errno::NOTDIR);
    }
    descriptor.require(rights)?;
    Ok(descriptor)
}

/// Makes `fd` stand for `descriptor`, whatever it stood for; beyond the table nothing happens.
pub fn set(fd: u32, descriptor: Descriptor) {
    let index = fd as usize;
    // SAFETY: as in `get`.
    let table = unsafe { &mut *TABLE.0.get() };
    if let Some(slot) = table.launched.get_mut(index) {
        *slot = Some(descriptor);
    } else if let Some(slot) = table.opened.get_mut(index - STDIO) {
        *slot = descriptor;
    }
}

/// The lowest number that is free. Errors: `NFILE` if none is.
pub fn lowest_free() -> Result<u32, Errno> {
    let first = match program().grants.stdio {
        Stdio::Inherit => 0,
        Stdio::None => STDIO as u32,
    };
    (first..capacity() as u32).find(|fd| get(*fd).is_err()).ok_or(Errno::NFILE)
}

/// Takes `fd` out of the table and closes what it stood for. Errors: `BADF`, and those of writing.
pub fn close(fd: u32) -> Result<(), Errno> {
    let descriptor = get(fd)?;
    set(fd, Descriptor::CLOSED);
    Ok(close_host(descriptor.host())?)
}

/// Moves what `from` stands for to `to`, and closes what that stood for. Errors: `BADF`.
pub fn renumber(from: u32, to: u32) -> Result<(), Errno> {
    let (descriptor, replaced) = (get(from)?, get(to)?);
    if from == to {
        return Ok(());
    }
    set(to, descriptor);
    set(from, Descriptor::CLOSED);
    // An error of an earlier write is not one of the new file; there is nobody to tell.
    let _ = close_host(replaced.host());
    Ok(())
}

/// Closes a descriptor of the host. Those below 3 stay taken, so that no file gets their numbers: a
/// reader or writer at the other end sees the end, as stderr takes the place, to which nothing is
/// written that is not meant for it. Stderr stays, for the runtime's own messages.
fn close_host(host: HostFd) -> Result<(), HostErrno> {
    const STDERR: HostFd = 2;
    match host {
        STDERR => Ok(()),
        0 | 1 => file::duplicate_onto(STDERR, host),
        _ => file::close(host),
    }
}

/// The type of an open file, sockets told apart.
pub fn file_type(host: HostFd, stat: &Stat) -> FileType {
    const SOCK_DGRAM: i32 = 2;
    match FileType::from_mode(stat.st_mode) {
        FileType::SocketStream if file::socket_type(host) == Ok(SOCK_DGRAM) => FileType::SocketDgram,
        file_type => file_type,
    }
}

/// The rights that mean something for an open file of this type. Inlined: most programs have one use of it.
#[inline(always)]
pub fn applicable_rights(host: HostFd, file_type: FileType) -> u32 {
    /// Of a device those of one that is no terminal. Not 8, as constants of 4, 8, 16 and 32 bytes are
    /// each together in one section: with one of them all would be linked.
    const RIGHTS: [u32; 9] = [
        rights::STREAM,
        rights::DEVICE,
        rights::DEVICE,
        rights::DIRECTORY,
        rights::REGULAR_FILE,
        rights::SOCKET,
        rights::SOCKET,
        rights::STREAM,
        0,
    ];
    match file_type {
        FileType::CharacterDevice if file::is_terminal(host) => rights::STREAM,
        _ => RIGHTS[file_type as usize],
    }
}
