//! Opening files below a directory descriptor.

use crate::guest::GuestSlot;
use crate::sys::file::{
    self, HostFd, O_APPEND, O_CREAT, O_DIRECTORY, O_DSYNC, O_EXCL, O_NOCTTY, O_NONBLOCK, O_RDWR, O_SYNC,
    O_TRUNC, O_WRONLY,
};
use crate::sys::path;

use super::audit;
use super::descriptor::{self, Descriptor, READ_ONLY};
use super::errno::Errno;
use super::guest_path::{self, last, resolution_error};
use super::rights::{self, FD_DATASYNC, FD_READ, FD_SYNC, FD_WRITE};
use super::types::{
    FDFLAGS_ALL, FDFLAGS_APPEND, FDFLAGS_DSYNC, FDFLAGS_NONBLOCK, FDFLAGS_RSYNC, FDFLAGS_SYNC, FileType,
    OFLAGS_ALL, OFLAGS_CREAT, OFLAGS_DIRECTORY, OFLAGS_EXCL, OFLAGS_TRUNC,
};

/// `path_open`: opens what `path` names below the directory `fd`, or makes it.
///
/// * `lookup_flags` 1: a link at the end of the path is followed; else it is `LOOP`.
/// * `oflags`: 1 creates a file where there is none, 4 with it insists on that (`EXIST`), 2 insists
///   on a directory (`NOTDIR`), 8 cuts the file to size 0.
/// * `base`, `inheriting`: rights wanted, of those that `fd` lets inherit; the file is opened for
///   reading and writing as they say. Those that mean nothing for a file of its type are left out.
/// * `opened` receives the descriptor, u32: the lowest that is free.
///
/// Errors: as all of `path_*`; `NOTCAPABLE` without `path_open`, `path_create_file` to create,
/// `path_filestat_set_size` to cut, or a right that is wanted and cannot be inherited, or to write a
/// file of procfs, as the program's own memory is one; `INVAL` for unknown flags, or a directory that
/// is to be created or cut; `ISDIR` for a directory to be written; `NXIO` for a pipe to be written that
/// nobody reads; `NFILE` where the table is full.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_path_open(
    fd: u32,
    lookup_flags: u32,
    path: u32,
    path_len: u32,
    oflags: u32,
    base: u64,
    inheriting: u64,
    fdflags: u32,
    opened: u32,
) -> u32 {
    let wish =
        Wish { oflags, fdflags, base: rights::from_guest(base), inheriting: rights::from_guest(inheriting) };
    audit::code("path_open", fd, (path, path_len), open(fd, lookup_flags, (path, path_len), wish, opened))
}

/// How a guest wants a file opened.
struct Wish {
    oflags: u32,
    fdflags: u32,
    base: u32,
    inheriting: u32,
}

fn open(fd: u32, lookup_flags: u32, path: (u32, u32), mut wish: Wish, opened: u32) -> Result<(), Errno> {
    let slot = GuestSlot::<4>::new(opened)?;
    let last = last(lookup_flags)?;
    let dir = descriptor::get_directory(fd, rights::PATH_OPEN)?;
    let path = guest_path::read(path.0, path.1)?;
    check(&dir, &mut wish)?;
    let number = descriptor::lowest_free()?;
    let flags = host_flags(&wish);
    let host = path::open(dir.host(), &path, last, flags, 0o666).map_err(resolution_error)?;
    match describe(host, &dir, &wish, flags) {
        Ok(descriptor) => {
            descriptor::set(number, descriptor);
            slot.set(number.to_le_bytes());
            Ok(())
        }
        Err(errno) => {
            // The guest never had it.
            let _ = file::close(host);
            Err(errno)
        }
    }
}

/// Whether `dir` allows what is wished; takes out what a folder granted with `:ro` lets nobody have.
fn check(dir: &Descriptor, wish: &mut Wish) -> Result<(), Errno> {
    let Wish { oflags, fdflags, .. } = *wish;
    if oflags & !OFLAGS_ALL != 0 || fdflags & !FDFLAGS_ALL != 0 {
        return Err(Errno::INVAL);
    }
    if oflags & OFLAGS_DIRECTORY != 0 && oflags != OFLAGS_DIRECTORY {
        return Err(Errno::INVAL);
    }
    if oflags & OFLAGS_CREAT != 0 {
        dir.require(rights::PATH_CREATE_FILE)?;
    }
    if oflags & OFLAGS_TRUNC != 0 {
        dir.require(rights::PATH_FILESTAT_SET_SIZE)?;
    }
    let sync = (fdflags & (FDFLAGS_RSYNC | FDFLAGS_SYNC) == 0 || dir.inheriting & FD_SYNC != 0)
        && (fdflags & FDFLAGS_DSYNC == 0 || dir.inheriting & (FD_SYNC | FD_DATASYNC) != 0);
    if !sync || (wish.base | wish.inheriting) & !dir.inheriting != 0 {
        return Err(Errno::NOTCAPABLE);
    }
    if dir.marks & READ_ONLY != 0 {
        if wish.base & FD_WRITE != 0 {
            return Err(Errno::NOTCAPABLE);
        }
        wish.base &= !rights::CHANGE;
    }
    Ok(())
}

/// The kernel's flags for a wish.
fn host_flags(wish: &Wish) -> u32 {
    const FROM_OFLAGS: [(u32, u32); 4] = [
        (OFLAGS_CREAT, O_CREAT),
        (OFLAGS_DIRECTORY, O_DIRECTORY),
        (OFLAGS_EXCL, O_EXCL),
        (OFLAGS_TRUNC, O_TRUNC),
    ];
    const FROM_FDFLAGS: [(u32, u32); 5] = [
        (FDFLAGS_APPEND, O_APPEND),
        (FDFLAGS_DSYNC, O_DSYNC),
        (FDFLAGS_NONBLOCK, O_NONBLOCK),
        (FDFLAGS_RSYNC, O_SYNC),
        (FDFLAGS_SYNC, O_SYNC),
    ];
    let access = match wish.base & (FD_READ | FD_WRITE) {
        FD_WRITE => O_WRONLY,
        0 | FD_READ => 0,
        _ => O_RDWR,
    };
    // A pipe is not waited for, whoever its other end belongs to; what waits is reading and writing.
    let at_once = if wish.oflags & OFLAGS_DIRECTORY == 0 { O_NONBLOCK } else { 0 };
    let pick = |flags: u32, table: &[(u32, u32)]| {
        table.iter().filter(|(flag, _)| flags & flag != 0).fold(0, |all, (_, host)| all | host)
    };
    access | at_once | O_NOCTTY | pick(wish.oflags, &FROM_OFLAGS) | pick(wish.fdflags, &FROM_FDFLAGS)
}

/// The descriptor of a file that was opened with `flags`.
fn describe(host: HostFd, dir: &Descriptor, wish: &Wish, flags: u32) -> Result<Descriptor, Errno> {
    if flags & O_NONBLOCK != 0 && wish.fdflags & FDFLAGS_NONBLOCK == 0 {
        file::set_flags(host, flags & O_APPEND)?;
    }
    if flags & (O_WRONLY | O_RDWR) != 0 && file::is_of_procfs(host) {
        return Err(Errno::NOTCAPABLE);
    }
    let file_type = descriptor::file_type(host, &file::stat(host)?);
    let base = wish.base & descriptor::applicable_rights(host, file_type);
    let inheriting = if file_type == FileType::Directory { wish.inheriting } else { 0 };
    Ok(Descriptor::new(host, file_type, base, inheriting, dir.marks & READ_ONLY))
}
