//! The table of open files: a descriptor of ours goes in, a packed entry and an offset come out.
//!
//! 0 to 2 are the serial port. From [`FIRST`] on they are open files; from [`PLACES`] on entries
//! that a path was resolved to, which need no table.

use core::cell::UnsafeCell;

use super::errno::Errno;
use super::file::HostFd;
use super::folder::Entry;

/// The first descriptor of a file.
const FIRST: HostFd = 3;
/// The first descriptor of an entry that is not open.
const PLACES: HostFd = 1 << 24;
/// How many files may be open.
const CAPACITY: usize = 128;

/// An open file.
#[derive(Clone, Copy)]
pub struct OpenFile {
    /// Index of the entry and 1; 0: not open.
    entry_and_one: u32,
    /// Bytes from its start, or entries of a folder.
    pub offset: u64,
}

struct Table(UnsafeCell<[OpenFile; CAPACITY]>);

// SAFETY: a program has one thread.
unsafe impl Sync for Table {}

static TABLE: Table = Table(UnsafeCell::new([OpenFile { entry_and_one: 0, offset: 0 }; CAPACITY]));

/// Whether `fd` is the serial port.
pub fn is_uart(fd: HostFd) -> bool {
    (0..FIRST).contains(&fd)
}

/// The descriptor that stands for `entry` without opening it.
pub fn place(entry: Entry) -> HostFd {
    PLACES + entry.0 as HostFd
}

/// Opens `entry`. Errors: `MFILE`.
pub fn open(entry: Entry) -> Result<HostFd, Errno> {
    let free = (FIRST..FIRST + CAPACITY as HostFd).find(|fd| get(*fd).is_err()).ok_or(Errno::MFILE)?;
    set(free, OpenFile { entry_and_one: entry.0 as u32 + 1, offset: 0 });
    Ok(free)
}

/// The open file `fd`. Errors: `BADF`.
pub fn get(fd: HostFd) -> Result<OpenFile, Errno> {
    // SAFETY: `slot` points into the table, of which no reference exists; one thread.
    let file = unsafe { slot(fd).ok_or(Errno::BADF)?.read() };
    if file.entry_and_one == 0 { Err(Errno::BADF) } else { Ok(file) }
}

/// What `fd` stands for, open or not. Errors: `BADF`.
pub fn entry(fd: HostFd) -> Result<Entry, Errno> {
    if fd >= PLACES {
        return Ok(Entry((fd - PLACES) as usize));
    }
    Ok(Entry(get(fd)?.entry_and_one as usize - 1))
}

/// Moves the offset of `fd`.
pub fn set_offset(fd: HostFd, offset: u64) -> Result<(), Errno> {
    let file = get(fd)?;
    set(fd, OpenFile { offset, ..file });
    Ok(())
}

/// Closes `fd`. Errors: `BADF`.
pub fn close(fd: HostFd) -> Result<(), Errno> {
    get(fd)?;
    set(fd, OpenFile { entry_and_one: 0, offset: 0 });
    Ok(())
}

fn set(fd: HostFd, file: OpenFile) {
    if let Some(slot) = slot(fd) {
        // SAFETY: as in `get`.
        unsafe { slot.write(file) };
    }
}

fn slot(fd: HostFd) -> Option<*mut OpenFile> {
    let index = usize::try_from(fd.checked_sub(FIRST)?).ok().filter(|index| *index < CAPACITY)?;
    Some(TABLE.0.get().cast::<OpenFile>().wrapping_add(index))
}
