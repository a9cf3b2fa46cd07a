//! Paths below a directory descriptor: making, removing, renaming and looking at what they name.
//!
//! All paths are relative to the directory, and none leaves it: `NOTCAPABLE` is the answer to one
//! that would, by `..`, by a link that points out, or by starting with a slash. Besides that and
//! what is listed with each function, all answer `BADF`, `NOTDIR` if the descriptor is no directory,
//! `NOTCAPABLE` without the right named, `FAULT`, `NOENT`, `NOTDIR`, `LOOP`, `ACCES`, `NAMETOOLONG`,
//! `INVAL` for a path with a NUL and `ILSEQ` for one that is not UTF-8.

use crate::guest::{GuestRange, GuestSlot};
use crate::sys::file::{self, Remove, S_IFLNK, S_IFMT};
use crate::sys::path::{self, GuestPath, Last, Place};

use super::audit;
use super::descriptor;
use super::errno::Errno;
use super::fd_file::times;
use super::guest_path::{self, last, resolution_error};
use super::rights;
use super::types::{self, FileType, Filestat};

/// The place that the path of `len` bytes at guest `address` names below the directory `fd`, which
/// has `right`.
fn find(fd: u32, right: u32, address: u32, len: u32, last: Last) -> Result<Place, Errno> {
    let dir = descriptor::get_directory(fd, right)?;
    find_path(dir.host(), &guest_path::read(address, len)?, last)
}

fn find_path(dir: file::HostFd, path: &GuestPath, last: Last) -> Result<Place, Errno> {
    path::find(dir, path, last).map_err(resolution_error)
}

/// `path_create_directory`: makes a directory. Right: `path_create_directory`. Errors: `EXIST`,
/// `NOSPC`, `ROFS`.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_path_create_directory(fd: u32, path: u32, path_len: u32) -> u32 {
    audit::code("path_create_directory", fd, (path, path_len), create_directory(fd, path, path_len))
}

fn create_directory(fd: u32, path: u32, path_len: u32) -> Result<(), Errno> {
    let place = find(fd, rights::PATH_CREATE_DIRECTORY, path, path_len, Last::Entry)?;
    Ok(file::make_directory_at(place.dir(), place.name())?)
}

/// `path_remove_directory`: removes an empty directory. Right: `path_remove_directory`. Errors:
/// `NOTEMPTY`, `INVAL` for `.`.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_path_remove_directory(fd: u32, path: u32, path_len: u32) -> u32 {
    audit::code(
        "path_remove_directory",
        fd,
        (path, path_len),
        remove(fd, rights::PATH_REMOVE_DIRECTORY, path, path_len, Remove::Directory),
    )
}

/// `path_unlink_file`: removes a file or link. Right: `path_unlink_file`. Errors: `ISDIR`; `NOTDIR`
/// for a file with a slash after its name.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_path_unlink_file(fd: u32, path: u32, path_len: u32) -> u32 {
    audit::code(
        "path_unlink_file",
        fd,
        (path, path_len),
        remove(fd, rights::PATH_UNLINK_FILE, path, path_len, Remove::File),
    )
}

fn remove(fd: u32, right: u32, path: u32, path_len: u32, what: Remove) -> Result<(), Errno> {
    let place = find(fd, right, path, path_len, Last::Entry)?;
    Ok(file::remove_at(place.dir(), place.name(), what)?)
}

/// `path_rename`: renames what `old_path` names to `new_path`, replacing what is there. Rights:
/// `path_rename_source` of `fd`, `path_rename_target` of `new_fd`. Errors: `EXIST`, `NOTEMPTY`,
/// `ISDIR`, `BUSY` for `.`, `INVAL` for a directory into itself, `XDEV`.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_path_rename(
    fd: u32,
    old_path: u32,
    old_path_len: u32,
    new_fd: u32,
    new_path: u32,
    new_path_len: u32,
) -> u32 {
    audit::code(
        "path_rename",
        fd,
        (old_path, old_path_len),
        rename((fd, old_path, old_path_len), (new_fd, new_path, new_path_len)),
    )
}

fn rename(old: (u32, u32, u32), new: (u32, u32, u32)) -> Result<(), Errno> {
    let from = find(old.0, rights::PATH_RENAME_SOURCE, old.1, old.2, Last::Entry)?;
    let to = find(new.0, rights::PATH_RENAME_TARGET, new.1, new.2, Last::Entry)?;
    Ok(file::rename_at(from.entry(), to.entry())?)
}

/// `path_link`: gives what `old_path` names the further name `new_path`. `old_flags` 1: a link at
/// the end of `old_path` is followed. Rights: `path_link_source` of `old_fd`, `path_link_target` of
/// `new_fd`. Errors: `EXIST`, `PERM` for a directory, `MLINK`, `XDEV`, `INVAL` for unknown flags.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_path_link(
    old_fd: u32,
    old_flags: u32,
    old_path: u32,
    old_path_len: u32,
    new_fd: u32,
    new_path: u32,
    new_path_len: u32,
) -> u32 {
    audit::code(
        "path_link",
        old_fd,
        (old_path, old_path_len),
        last(old_flags)
            .and_then(|last| link(last, (old_fd, old_path, old_path_len), (new_fd, new_path, new_path_len))),
    )
}

fn link(last: Last, old: (u32, u32, u32), new: (u32, u32, u32)) -> Result<(), Errno> {
    let from = find(old.0, rights::PATH_LINK_SOURCE, old.1, old.2, last)?;
    let to = find(new.0, rights::PATH_LINK_TARGET, new.1, new.2, Last::Entry)?;
    Ok(file::link_at(from.entry(), to.entry())?)
}

/// `path_symlink`: makes `new_path` a link with the text `old_path`, which may point anywhere below
/// or above but not be absolute; where it leads is judged when it is followed. Right:
/// `path_symlink`. Errors: `EXIST`.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_path_symlink(
    old_path: u32,
    old_path_len: u32,
    fd: u32,
    new_path: u32,
    new_path_len: u32,
) -> u32 {
    audit::code(
        "path_symlink",
        fd,
        (new_path, new_path_len),
        symlink((old_path, old_path_len), fd, (new_path, new_path_len)),
    )
}

fn symlink(old: (u32, u32), fd: u32, new: (u32, u32)) -> Result<(), Errno> {
    let target = guest_path::read(old.0, old.1)?;
    let place = find(fd, rights::PATH_SYMLINK, new.0, new.1, Last::Entry)?;
    Ok(file::make_symlink_at(target.path(), place.dir(), place.name())?)
}

/// `path_readlink`: the text of a link. Right: `path_readlink`.
///
/// `buffer` receives up to `buffer_len` bytes, `used` their count, u32. Errors: `INVAL` if it is not
/// a link.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_path_readlink(
    fd: u32,
    path: u32,
    path_len: u32,
    buffer: u32,
    buffer_len: u32,
    used: u32,
) -> u32 {
    audit::code(
        "path_readlink",
        fd,
        (path, path_len),
        readlink(fd, (path, path_len), (buffer, buffer_len), used),
    )
}

fn readlink(fd: u32, path: (u32, u32), buffer: (u32, u32), used: u32) -> Result<(), Errno> {
    let slot = GuestSlot::<4>::new(used)?;
    let buffer = GuestRange::new(buffer.0, u64::from(buffer.1))?;
    let place = find(fd, rights::PATH_READLINK, path.0, path.1, Last::NoFollow)?;
    let mut byte = [0u8; 1];
    // The kernel refuses an empty buffer.
    let (address, len) = match buffer.len() {
        0 => (byte.as_mut_ptr() as usize, 1),
        len => (buffer.host_address(), len),
    };
    // SAFETY: `len` bytes at `address` are the guest's, in bounds, or the one of `byte`.
    let count = unsafe { file::read_link_at(place.dir(), place.name(), address, len) }?;
    slot.set((count.min(buffer.len()) as u32).to_le_bytes());
    Ok(())
}

/// `path_filestat_get`: what `path` names is. `flags` 1: a link at its end is followed. Right:
/// `path_filestat_get`.
///
/// `filestat` receives 64 bytes, as of `fd_filestat_get`. Errors: `INVAL` for unknown flags.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_path_filestat_get(
    fd: u32,
    flags: u32,
    path: u32,
    path_len: u32,
    filestat: u32,
) -> u32 {
    filestat_get(fd, flags, (path, path_len), filestat, types::filestat)
}

/// [`ahead_wasi_path_filestat_get`] of either snapshot, by its record.
pub(super) fn filestat_get<const N: usize>(
    fd: u32,
    flags: u32,
    path: (u32, u32),
    filestat: u32,
    record: Filestat<N>,
) -> u32 {
    let get = || {
        let slot = GuestSlot::new(filestat)?;
        let stat = stat(fd, flags, path)?;
        slot.set(record(&stat, FileType::from_mode(stat.st_mode))?);
        Ok(())
    };
    audit::code("path_filestat_get", fd, path, get())
}

fn stat(fd: u32, flags: u32, path: (u32, u32)) -> Result<file::Stat, Errno> {
    let last = last(flags)?;
    let dir = descriptor::get_directory(fd, rights::PATH_FILESTAT_GET)?.host();
    let path = guest_path::read(path.0, path.1)?;
    // Most files are no links: what is there is looked at before anything is followed.
    let mut stat = stat_place(&find_path(dir, &path, Last::NoFollow)?)?;
    if last == Last::Follow && stat.st_mode & S_IFMT == S_IFLNK {
        stat = stat_place(&find_path(dir, &path, Last::Follow)?)?;
    }
    Ok(stat)
}

fn stat_place(place: &Place) -> Result<file::Stat, Errno> {
    Ok(file::stat_at(place.dir(), place.name())?)
}

/// `path_filestat_set_times`: sets the times of what `path` names, as `fd_filestat_set_times`.
/// `flags` 1: a link at its end is followed. Right: `path_filestat_set_times`. Errors: `INVAL` for
/// unknown flags, or two values for one time.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_path_filestat_set_times(
    fd: u32,
    flags: u32,
    path: u32,
    path_len: u32,
    atim: u64,
    mtim: u64,
    fst_flags: u32,
) -> u32 {
    audit::code(
        "path_filestat_set_times",
        fd,
        (path, path_len),
        filestat_set_times(fd, flags, (path, path_len), (atim, mtim, fst_flags)),
    )
}

fn filestat_set_times(fd: u32, flags: u32, path: (u32, u32), new: (u64, u64, u32)) -> Result<(), Errno> {
    let last = last(flags)?;
    let times = times(new.0, new.1, new.2)?;
    let place = find(fd, rights::PATH_FILESTAT_SET_TIMES, path.0, path.1, last)?;
    Ok(file::set_times_at(place.dir(), place.name(), &times)?)
}
