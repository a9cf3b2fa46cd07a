//! Descriptors: the file behind one, its size, times and place on the disk.

use crate::guest::GuestSlot;
use crate::sys::errno::Errno as HostErrno;
use crate::sys::file::{self, HostFd, TimeSpec};

use super::descriptor::{self, Descriptor};
use super::errno::{Errno, code};
use super::rights;
use super::types::{self, Filestat};

/// `fd_advise`: says how the `len` bytes from `offset` on will be used; `advice` as in POSIX.
///
/// Errors: `BADF`, `NOTCAPABLE` without `fd_advise`, `INVAL` for unknown advice, `SPIPE`.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_fd_advise(fd: u32, offset: u64, len: u64, advice: u32) -> u32 {
    code(advise(fd, offset, len, advice))
}

fn advise(fd: u32, offset: u64, len: u64, advice: u32) -> Result<(), Errno> {
    // WASI's order differs from Linux's: normal, sequential, random, then the same.
    const POSIX: [u32; 6] = [0, 2, 1, 3, 4, 5];
    let descriptor = descriptor::get_with(fd, rights::FD_ADVISE)?;
    let advice = POSIX.get(advice as usize).ok_or(Errno::INVAL)?;
    // The kernel counts with signs.
    if offset > i64::MAX as u64 || len > i64::MAX as u64 {
        return Err(Errno::INVAL);
    }
    if descriptor.is_directory() {
        // Nothing to read ahead.
        return Ok(());
    }
    Ok(file::advise(descriptor.host(), offset, len, *advice)?)
}

/// `fd_allocate`: makes sure that the `len` bytes from `offset` on have room, growing the file.
///
/// Errors: `BADF`, `NOTCAPABLE` without `fd_allocate`, `INVAL` for no bytes, `FBIG`, `NOSPC`,
/// `NOTSUP` where the file system cannot.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_fd_allocate(fd: u32, offset: u64, len: u64) -> u32 {
    code(get_file(fd, rights::FD_ALLOCATE).and_then(|file| Ok(file::allocate(file.host(), offset, len)?)))
}

/// `fd_sync`: waits until data and metadata of `fd` are on the disk.
///
/// Errors: `BADF`, `NOTCAPABLE` without `fd_sync`, `IO`.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_fd_sync(fd: u32) -> u32 {
    code(synchronise(fd, rights::FD_SYNC, file::sync))
}

/// `fd_datasync`: waits until the data of `fd` is on the disk.
///
/// Errors: `BADF`, `NOTCAPABLE` without `fd_datasync`, `IO`.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_fd_datasync(fd: u32) -> u32 {
    code(synchronise(fd, rights::FD_DATASYNC, file::sync_data))
}

fn synchronise(fd: u32, right: u32, sync: fn(HostFd) -> Result<(), HostErrno>) -> Result<(), Errno> {
    let descriptor = descriptor::get_with(fd, right)?;
    Ok(sync(descriptor.host())?)
}

/// `fd_filestat_get`: what the file of `fd` is.
///
/// `filestat` receives 64 bytes: device u64, inode u64, type u8, links u64 at 24, size u64, times
/// of access, modification and status change, u64 nanoseconds each. Errors: `BADF`, `NOTCAPABLE`
/// without `fd_filestat_get`, `FAULT`.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_fd_filestat_get(fd: u32, filestat: u32) -> u32 {
    code(filestat_get(fd, filestat, types::filestat))
}

/// [`ahead_wasi_fd_filestat_get`] of either snapshot, by its record.
pub(super) fn filestat_get<const N: usize>(fd: u32, filestat: u32, record: Filestat<N>) -> Result<(), Errno> {
    let slot = GuestSlot::new(filestat)?;
    let host = descriptor::get_with(fd, rights::FD_FILESTAT_GET)?.host();
    let stat = file::stat(host)?;
    slot.set(record(&stat, descriptor::file_type(host, &stat))?);
    Ok(())
}

/// `fd_filestat_set_size`: cuts or extends the file to `size` bytes; new ones are zeros.
///
/// Errors: `BADF`, `ISDIR`, `NOTCAPABLE` without `fd_filestat_set_size`, `INVAL` if the file was not
/// opened for writing, `FBIG`.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_fd_filestat_set_size(fd: u32, size: u64) -> u32 {
    code(get_file(fd, rights::FD_FILESTAT_SET_SIZE).and_then(|file| Ok(file::set_size(file.host(), size)?)))
}

/// The file `fd`, which is no directory, with `right`.
fn get_file(fd: u32, right: u32) -> Result<Descriptor, Errno> {
    let descriptor = descriptor::get(fd)?;
    if descriptor.is_directory() {
        return Err(Errno::ISDIR);
    }
    descriptor.require(right)?;
    Ok(descriptor)
}

/// `fd_filestat_set_times`: sets the times of access and modification, in nanoseconds since 1970.
///
/// `fst_flags`: 1 sets the first to `atim`, 2 to the time of the call, 4 and 8 the second. Errors:
/// `BADF`, `NOTCAPABLE` without `fd_filestat_set_times`, `INVAL` for two values for one time, or
/// unknown flags.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_fd_filestat_set_times(fd: u32, atim: u64, mtim: u64, fst_flags: u32) -> u32 {
    code(filestat_set_times(fd, atim, mtim, fst_flags))
}

fn filestat_set_times(fd: u32, atim: u64, mtim: u64, fst_flags: u32) -> Result<(), Errno> {
    let descriptor = descriptor::get_with(fd, rights::FD_FILESTAT_SET_TIMES)?;
    Ok(file::set_times(descriptor.host(), &times(atim, mtim, fst_flags)?)?)
}

/// What `fstflags` says about both times. Errors: `INVAL`.
pub fn times(atim: u64, mtim: u64, fst_flags: u32) -> Result<[TimeSpec; 2], Errno> {
    if fst_flags & !0b1111 != 0 {
        return Err(Errno::INVAL);
    }
    Ok([time(atim, fst_flags & 0b11)?, time(mtim, fst_flags >> 2)?])
}

fn time(nanoseconds: u64, flags: u32) -> Result<TimeSpec, Errno> {
    const SECOND: u64 = 1_000_000_000;
    match flags {
        0 => Ok(TimeSpec::OMIT),
        1 => Ok(TimeSpec { sec: (nanoseconds / SECOND) as i64, nsec: (nanoseconds % SECOND) as i64 }),
        2 => Ok(TimeSpec::NOW),
        _ => Err(Errno::INVAL),
    }
}
