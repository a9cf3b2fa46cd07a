//! Descriptors: reading, writing and seeking.

use crate::guest::GuestSlot;
use crate::sys::file::{self, Transfer, Whence};

use super::descriptor::{self, Descriptor};
use super::errno::{Errno, code};
use super::iovec;
use super::rights::{FD_READ, FD_SEEK, FD_TELL, FD_WRITE};

/// `fd_read`: reads into the `iovs_len` buffers listed at `iovs`, in order, from the offset of `fd`.
///
/// Guest layout: `iovs` is `iovs_len` x { address: u32, len: u32 }; `read` receives a byte count,
/// u32. Errors: `BADF` if `fd` is not open for reading, `FAULT` if a range leaves guest memory,
/// `INVAL` if the lengths together do not fit 32 bits, `ISDIR`, `AGAIN`.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_fd_read(fd: u32, iovs: u32, iovs_len: u32, read: u32) -> u32 {
    code(get(fd, FD_READ).and_then(|file| iovec::transfer(&file, iovs, iovs_len, Transfer::Read, read)))
}

/// `fd_write`: writes the `iovs_len` buffers listed at `iovs` to `fd`, in order.
///
/// Guest layout: `iovs` is `iovs_len` x { address: u32, len: u32 }; `written` receives a byte
/// count, u32. Errors: `BADF` if `fd` is not open for writing, `FAULT` if a range leaves guest
/// memory, `INVAL` if the lengths together do not fit 32 bits, `ISDIR`, `PIPE`, `AGAIN`.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_fd_write(fd: u32, iovs: u32, iovs_len: u32, written: u32) -> u32 {
    code(get(fd, FD_WRITE).and_then(|file| iovec::transfer(&file, iovs, iovs_len, Transfer::Write, written)))
}

/// `fd_pread`: as `fd_read`, from `offset` in the file; the file's own offset stays.
///
/// Errors: as `fd_read`, `NOTCAPABLE` without `fd_seek`, `SPIPE` if the file has no offsets.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_fd_pread(fd: u32, iovs: u32, iovs_len: u32, offset: u64, read: u32) -> u32 {
    let way = Transfer::ReadAt(offset);
    code(get_seekable(fd, FD_READ).and_then(|file| iovec::transfer(&file, iovs, iovs_len, way, read)))
}

/// `fd_pwrite`: as `fd_write`, to `offset` in the file; the file's own offset stays.
///
/// Errors: as `fd_write`, `NOTCAPABLE` without `fd_seek`, `SPIPE` if the file has no offsets. A file
/// in append mode gets the bytes at its end, as Linux does it.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_fd_pwrite(fd: u32, iovs: u32, iovs_len: u32, offset: u64, written: u32) -> u32 {
    let way = Transfer::WriteAt(offset);
    code(get_seekable(fd, FD_WRITE).and_then(|file| iovec::transfer(&file, iovs, iovs_len, way, written)))
}

/// The file `fd`, with `right`, one of `fd_read` and `fd_write`. Without it the answer is `BADF`, as
/// POSIX has it for a file that was not opened for that, and as the public suite had it first; a
/// directory says what it is. Inlined: most programs have one or two uses of it.
#[inline(always)]
fn get(fd: u32, right: u32) -> Result<Descriptor, Errno> {
    let descriptor = descriptor::get(fd)?;
    if descriptor.is_directory() {
        return Err(Errno::ISDIR);
    }
    if descriptor.base & right == 0 { Err(Errno::BADF) } else { Ok(descriptor) }
}

fn get_seekable(fd: u32, right: u32) -> Result<Descriptor, Errno> {
    let descriptor = get(fd, right)?;
    descriptor.require(FD_SEEK)?;
    Ok(descriptor)
}

/// `fd_seek`: moves the offset of `fd` by `offset` bytes from `whence`: 0 the start, 1 the offset
/// now, 2 the end.
///
/// `new_offset` receives a u64. Errors: `BADF`, `ISDIR`, `NOTCAPABLE` without `fd_seek` (or `fd_tell`
/// where nothing moves), `INVAL` for a place before the start or an unknown `whence`, `SPIPE`, `FAULT`.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_fd_seek(fd: u32, offset: u64, whence: u32, new_offset: u32) -> u32 {
    const ORDER: [Whence; 3] = [Whence::Set, Whence::Cur, Whence::End];
    code(seek(fd, offset as i64, ORDER.get(whence as usize), new_offset))
}

/// `fd_tell`: the offset of `fd`.
///
/// `offset` receives a u64. Errors: `BADF`, `ISDIR`, `NOTCAPABLE` without `fd_tell`, `SPIPE`, `FAULT`.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_fd_tell(fd: u32, offset: u32) -> u32 {
    code(seek(fd, 0, Some(&Whence::Cur), offset))
}

/// [`ahead_wasi_fd_seek`] of either snapshot; `None`: `whence` is none of its points.
pub(super) fn seek(fd: u32, offset: i64, whence: Option<&Whence>, new_offset: u32) -> Result<(), Errno> {
    let slot = GuestSlot::new(new_offset)?;
    let descriptor = descriptor::get(fd)?;
    if descriptor.is_directory() {
        return Err(Errno::ISDIR);
    }
    let whence = *whence.ok_or(Errno::INVAL)?;
    // `fd_seek` implies `fd_tell`.
    let stays = matches!(whence, Whence::Cur) && offset == 0;
    if !(stays && descriptor.base & FD_TELL != 0) {
        descriptor.require(FD_SEEK)?;
    }
    slot.set(file::seek(descriptor.host(), offset, whence)?.to_le_bytes());
    Ok(())
}
