//! Open files: the serial port, and what was packed into the image, which nothing changes.

use super::errno::Errno;
use super::folder::Entry;
use super::open_file::{self, is_uart};
use super::uart;
pub use crate::arch::file::{O_DIRECTORY, Stat};
use crate::program::elements;
// A glob: whoever works with files takes all of it from here.
pub use crate::sys::file_types::*;

/// What a board answers to everything that would change a file.
const CHANGE: Result<(), Errno> = Err(Errno::OPNOTSUPP);

/// Carries out one transfer. Answers the count of bytes.
///
/// # Safety
/// Each buffer is valid for its length, to read or write.
pub unsafe fn transfer(fd: HostFd, buffers: &[IoVec], transfer: Transfer) -> Result<usize, Errno> {
    // SAFETY: the caller's promise.
    unsafe {
        match transfer {
            Transfer::ReadAt(_) | Transfer::WriteAt(_) if is_uart(fd) => Err(Errno::SPIPE),
            Transfer::Read if is_uart(fd) => Ok(receive(buffers)),
            Transfer::Write if is_uart(fd) => Ok(send(buffers)),
            Transfer::Write | Transfer::WriteAt(_) => Err(Errno::OPNOTSUPP),
            Transfer::ReadAt(offset) => read(open_file::entry(fd)?, buffers, offset),
            Transfer::Read => {
                let offset = open_file::get(fd)?.offset;
                let count = read(open_file::entry(fd)?, buffers, offset)?;
                open_file::set_offset(fd, offset + count as u64)?;
                Ok(count)
            }
        }
    }
}

/// # Safety
/// As for [`transfer`].
unsafe fn send(buffers: &[IoVec]) -> usize {
    for buffer in buffers {
        for index in 0..buffer.len {
            // SAFETY: the caller's promise.
            uart::send(unsafe { ((buffer.base + index) as *const u8).read() });
        }
    }
    buffers.iter().map(|buffer| buffer.len).sum()
}

/// Waits for one byte; takes more as long as they are there, up to the end of a line.
///
/// # Safety
/// As for [`transfer`].
unsafe fn receive(buffers: &[IoVec]) -> usize {
    let mut count = 0;
    for buffer in buffers {
        for index in 0..buffer.len {
            if count > 0 && !uart::is_ready() {
                return count;
            }
            let Some(byte) = uart::receive() else { return count };
            // SAFETY: the caller's promise.
            unsafe { ((buffer.base + index) as *mut u8).write(byte) };
            count += 1;
            if byte == b'\n' {
                return count;
            }
        }
    }
    count
}

/// # Safety
/// As for [`transfer`].
unsafe fn read(file: Entry, buffers: &[IoVec], offset: u64) -> Result<usize, Errno> {
    // SAFETY: a record of the program.
    let contents = unsafe { elements(file.record()?.contents) };
    let mut rest = contents.get(offset as usize..).unwrap_or_default();
    let mut count = 0;
    for buffer in buffers {
        let (now, later) = rest.split_at_checked(buffer.len).unwrap_or((rest, &[]));
        // SAFETY: the caller's promise; the image and guest memory are apart.
        unsafe { (buffer.base as *mut u8).copy_from_nonoverlapping(now.as_ptr(), now.len()) };
        count += now.len();
        rest = later;
    }
    Ok(count)
}

/// Closes `fd`. The serial port stays.
pub fn close(fd: HostFd) -> Result<(), Errno> {
    if is_uart(fd) { Ok(()) } else { open_file::close(fd) }
}

/// Errors: `OPNOTSUPP`.
pub fn duplicate_onto(_from: HostFd, _to: HostFd) -> Result<(), Errno> {
    CHANGE
}

/// Moves the file's offset. Answers the new one, from the start. Errors: `SPIPE`, `INVAL`.
pub fn seek(fd: HostFd, offset: i64, whence: Whence) -> Result<u64, Errno> {
    if is_uart(fd) {
        return Err(Errno::SPIPE);
    }
    let from = match whence {
        Whence::Set => 0,
        Whence::Cur => open_file::get(fd)?.offset,
        Whence::End => open_file::entry(fd)?.record()?.contents.len as u64,
    };
    let offset = from.checked_add_signed(offset).filter(|to| *to <= i64::MAX as u64).ok_or(Errno::INVAL)?;
    open_file::set_offset(fd, offset)?;
    Ok(offset)
}

/// What the file is. All times are 0: the image is the same whenever it is built.
pub fn stat(fd: HostFd) -> Result<Stat, Errno> {
    let mut stat = Stat::default();
    stat.st_nlink = 1;
    if is_uart(fd) {
        stat.st_mode = S_IFCHR;
        return Ok(stat);
    }
    let entry = open_file::entry(fd)?;
    stat.st_dev = 1;
    stat.st_ino = entry.0 as u64 + 1;
    stat.st_mode = if entry.is_folder() { S_IFDIR } else { S_IFREG };
    stat.st_size = entry.record()?.contents.len as i64;
    Ok(stat)
}

/// No file is.
pub fn is_of_procfs(_fd: HostFd) -> bool {
    false
}

/// Flags of `open` that the file has.
pub fn flags(fd: HostFd) -> Result<u32, Errno> {
    Ok(if is_uart(fd) { O_RDWR } else { 0 })
}

/// Nothing makes a difference but `O_APPEND`. Errors: `OPNOTSUPP`.
pub fn set_flags(_fd: HostFd, flags: u32) -> Result<(), Errno> {
    if flags & O_APPEND == 0 { Ok(()) } else { CHANGE }
}

/// Whether somebody may sit at the other end.
pub fn is_terminal(fd: HostFd) -> bool {
    is_uart(fd)
}

/// Bytes that can be read at once, as far as known.
pub fn readable_bytes(_fd: HostFd) -> Result<u64, Errno> {
    Ok(uart::is_ready().into())
}

/// Errors: `NOTSOCK`.
pub fn socket_type(_fd: HostFd) -> Result<i32, Errno> {
    Err(Errno::NOTSOCK)
}

/// There is nothing to read ahead.
pub fn advise(_fd: HostFd, _offset: u64, _len: u64, _advice: u32) -> Result<(), Errno> {
    Ok(())
}

/// Errors: `OPNOTSUPP`.
pub fn allocate(_fd: HostFd, _offset: u64, _len: u64) -> Result<(), Errno> {
    CHANGE
}

/// Errors: `OPNOTSUPP`.
pub fn set_size(_fd: HostFd, _size: u64) -> Result<(), Errno> {
    CHANGE
}

/// Waits until what was written has left the wire.
pub fn sync(_fd: HostFd) -> Result<(), Errno> {
    uart::drain();
    Ok(())
}

/// As [`sync`].
pub fn sync_data(fd: HostFd) -> Result<(), Errno> {
    sync(fd)
}

/// Errors: `OPNOTSUPP`.
pub fn set_times(_fd: HostFd, _times: &[TimeSpec; 2]) -> Result<(), Errno> {
    CHANGE
}

/// Fills `buffer` with entries of a directory from its offset on: `struct linux_dirent64` each.
/// Answers the count of bytes; 0 at the end.
pub fn read_entries(fd: HostFd, buffer: &mut [u8]) -> Result<usize, Errno> {
    let folder = open_file::entry(fd)?;
    let mut used = 0;
    loop {
        let index = open_file::get(fd)?.offset;
        let (entry, name) = match index {
            0 => (folder, b".".as_slice()),
            1 => (folder.parent(), b"..".as_slice()),
            _ => match folder.at(index as usize - 2) {
                Some(found) => found,
                None => return Ok(used),
            },
        };
        let len = (19 + name.len() + 1).next_multiple_of(8);
        let Some(slot) = buffer.get_mut(used..used + len) else { return Ok(used) };
        let kind = if entry.is_folder() { S_IFDIR >> 12 } else { S_IFREG >> 12 } as u8;
        let record = [(entry.0 as u64 + 1).to_le_bytes(), (index + 1).to_le_bytes()];
        let [low, high] = (len as u16).to_le_bytes();
        let rest = [low, high, kind];
        let bytes = record.as_flattened().iter().chain(&rest).chain(name);
        slot.fill(0);
        slot.iter_mut().zip(bytes).for_each(|(slot, byte)| *slot = *byte);
        used += len;
        open_file::set_offset(fd, index + 1)?;
    }
}

/// Opens a granted folder by its host path. Errors: `NOENT` for anything else.
pub fn open_at(_dir: HostFd, path: HostPath, _flags: u32, _mode: u32) -> Result<HostFd, Errno> {
    open_file::open(Entry::granted(path.bytes()).ok_or(Errno::NOENT)?)
}

/// What a place is: of a [`super::path::Place`] the two parts. Errors: `NOENT`.
pub fn stat_at(dir: HostFd, name: HostPath) -> Result<Stat, Errno> {
    if name.bytes().is_empty() { Err(Errno::NOENT) } else { stat(dir) }
}

/// Errors: `OPNOTSUPP`.
pub fn set_times_at(_dir: HostFd, _name: HostPath, _times: &[TimeSpec; 2]) -> Result<(), Errno> {
    CHANGE
}

/// There are no links. Errors: `NOENT`, `INVAL`.
///
/// # Safety
/// None needed: nothing is written.
pub unsafe fn read_link_at(dir: HostFd, name: HostPath, _target: usize, _len: usize) -> Result<usize, Errno> {
    stat_at(dir, name).and(Err(Errno::INVAL))
}

/// Errors: `OPNOTSUPP`.
pub fn make_directory_at(_dir: HostFd, _name: HostPath) -> Result<(), Errno> {
    CHANGE
}

/// Errors: `OPNOTSUPP`.
pub fn remove_at(_dir: HostFd, _name: HostPath, _what: Remove) -> Result<(), Errno> {
    CHANGE
}

/// Errors: `OPNOTSUPP`.
pub fn rename_at(_from: (HostFd, HostPath), _to: (HostFd, HostPath)) -> Result<(), Errno> {
    CHANGE
}

/// Errors: `OPNOTSUPP`.
pub fn link_at(_from: (HostFd, HostPath), _to: (HostFd, HostPath)) -> Result<(), Errno> {
    CHANGE
}

/// Errors: `OPNOTSUPP`.
pub fn make_symlink_at(_target: HostPath, _dir: HostFd, _name: HostPath) -> Result<(), Errno> {
    CHANGE
}
