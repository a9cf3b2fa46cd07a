//! Descriptors: what they are, what may be done through them, and their end.

use crate::guest::{GuestRange, GuestSlot};
use crate::sys::file::{self, O_APPEND, O_DSYNC, O_NONBLOCK, O_SYNC};

use super::audit;
use super::descriptor::{self, Descriptor, INHERITED, NONBLOCK};
use super::errno::{Errno, code};
use super::iovec;
use super::prepare::{granted, guest_name_of};
use super::rights;
use super::types::{
    self, FDFLAGS_ALL, FDFLAGS_APPEND, FDFLAGS_DSYNC, FDFLAGS_NONBLOCK, FDFLAGS_RSYNC, FDFLAGS_SYNC,
};

/// `fd_close`: closes `fd`. Errors: `BADF`, and those of writing, if it was written to.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_fd_close(fd: u32) -> u32 {
    code(descriptor::close(fd))
}

/// `fd_renumber`: moves what `from` stands for to `to`, which is closed first.
///
/// Errors: `BADF` if either is not open.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_fd_renumber(from: u32, to: u32) -> u32 {
    code(descriptor::renumber(from, to))
}

/// `fd_prestat_get`: what kind of granted thing `fd` is, and the length of its name.
///
/// `prestat` receives 8 bytes: the tag of a directory, and the length in bytes at 4. Errors: `BADF`
/// if `fd` is nothing granted, by which C libraries know that they have seen all; `FAULT`.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_fd_prestat_get(fd: u32, prestat: u32) -> u32 {
    code(prestat_get(fd, prestat))
}

fn prestat_get(fd: u32, prestat: u32) -> Result<(), Errno> {
    let slot = GuestSlot::new(prestat)?;
    if granted().is_empty() {
        audit::no_folder("fd_prestat_get");
    }
    slot.set(types::prestat_dir(guest_name(fd)?.len() as u32));
    Ok(())
}

/// `fd_prestat_dir_name`: the guest's name of the granted folder `fd`, without a NUL.
///
/// `path` receives it, and has room for `path_len` bytes. Errors: `BADF` if `fd` is nothing granted,
/// `NAMETOOLONG` if the name does not fit, `FAULT`.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_fd_prestat_dir_name(fd: u32, path: u32, path_len: u32) -> u32 {
    code(prestat_dir_name(fd, path, path_len))
}

fn prestat_dir_name(fd: u32, path: u32, path_len: u32) -> Result<(), Errno> {
    let name = guest_name(fd)?;
    if name.len() > path_len as usize {
        return Err(Errno::NAMETOOLONG);
    }
    GuestRange::new(path, name.len() as u64)?.write(0, name).ok_or(Errno::FAULT)
}

fn guest_name(fd: u32) -> Result<&'static [u8], Errno> {
    guest_name_of(descriptor::get(fd)?.preopen).ok_or(Errno::BADF)
}

/// `fd_fdstat_get`: type, flags and rights of `fd`.
///
/// `fdstat` receives 24 bytes: type u8, flags u16 at 2, rights u64 at 8, inheriting rights u64 at
/// 16. Errors: `BADF`, `FAULT`.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_fd_fdstat_get(fd: u32, fdstat: u32) -> u32 {
    code(fdstat_get(fd, fdstat))
}

fn fdstat_get(fd: u32, fdstat: u32) -> Result<(), Errno> {
    let slot = GuestSlot::new(fdstat)?;
    let descriptor = descriptor::get(fd)?;
    let host = descriptor.host();
    let file_type = descriptor::file_type(host, &file::stat(host)?);
    let base = descriptor.base & descriptor::applicable_rights(host, file_type);
    slot.set(types::fdstat(file_type, flags(&descriptor)?, base, descriptor.inheriting));
    Ok(())
}

/// The flags of WASI that the file has now.
fn flags(descriptor: &Descriptor) -> Result<u32, Errno> {
    let host = file::flags(descriptor.host())?;
    let nonblock = if descriptor.marks & INHERITED != 0 {
        descriptor.marks & NONBLOCK != 0
    } else {
        host & O_NONBLOCK != 0
    };
    let mut flags = if nonblock { FDFLAGS_NONBLOCK } else { 0 };
    if host & O_APPEND != 0 {
        flags |= FDFLAGS_APPEND;
    }
    if host & O_SYNC == O_SYNC {
        // The kernel does not tell the two apart.
        flags |= FDFLAGS_SYNC | FDFLAGS_RSYNC;
    } else if host & O_DSYNC != 0 {
        flags |= FDFLAGS_DSYNC;
    }
    Ok(flags)
}

/// `fd_fdstat_set_flags`: sets the flags of `fd`.
///
/// `append` and `nonblock` can change; the synchronisation that a file was opened with stays, as it
/// does in POSIX. Errors: `BADF`, `NOTCAPABLE` without `fd_fdstat_set_flags`, `INVAL` for unknown
/// flags, `NOTSUP` for synchronisation that the file was not opened with, and for `append` of a descriptor of the
/// launcher's, whose file others share.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_fd_fdstat_set_flags(fd: u32, flags: u32) -> u32 {
    code(fdstat_set_flags(fd, flags))
}

fn fdstat_set_flags(fd: u32, wanted: u32) -> Result<(), Errno> {
    let mut descriptor = descriptor::get_with(fd, rights::FD_FDSTAT_SET_FLAGS)?;
    if wanted & !FDFLAGS_ALL != 0 {
        return Err(Errno::INVAL);
    }
    let host = descriptor.host();
    let has = flags(&descriptor)?;
    let sync = if has & FDFLAGS_SYNC != 0 { FDFLAGS_DSYNC | has } else { has };
    if wanted & (FDFLAGS_DSYNC | FDFLAGS_RSYNC | FDFLAGS_SYNC) & !sync != 0 {
        return Err(Errno::NOTSUP);
    }
    if descriptor.marks & INHERITED != 0 {
        // It would be the flag of all who share the file, such as a log that must only grow.
        if (wanted ^ has) & FDFLAGS_APPEND != 0 {
            return Err(Errno::NOTSUP);
        }
        descriptor.marks &= !NONBLOCK;
        if wanted & FDFLAGS_NONBLOCK != 0 {
            descriptor.marks |= NONBLOCK;
            iovec::heed_nonblock();
        }
        descriptor::set(fd, descriptor);
        return Ok(());
    }
    let mut host_flags = file::flags(host)? & !(O_APPEND | O_NONBLOCK);
    if wanted & FDFLAGS_APPEND != 0 {
        host_flags |= O_APPEND;
    }
    if wanted & FDFLAGS_NONBLOCK != 0 {
        host_flags |= O_NONBLOCK;
    }
    Ok(file::set_flags(host, host_flags)?)
}

/// `fd_fdstat_set_rights`: takes rights away from `fd`, never to be had again.
///
/// Errors: `BADF`, `NOTCAPABLE` if `base` or `inheriting` has a right that `fd` has not.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_fd_fdstat_set_rights(fd: u32, base: u64, inheriting: u64) -> u32 {
    code(fdstat_set_rights(fd, base, inheriting))
}

fn fdstat_set_rights(fd: u32, base: u64, inheriting: u64) -> Result<(), Errno> {
    let mut descriptor = descriptor::get(fd)?;
    if base & !u64::from(descriptor.base) != 0 || inheriting & !u64::from(descriptor.inheriting) != 0 {
        return Err(Errno::NOTCAPABLE);
    }
    descriptor.base = base as u32;
    descriptor.inheriting = inheriting as u32;
    descriptor::set(fd, descriptor);
    Ok(())
}
