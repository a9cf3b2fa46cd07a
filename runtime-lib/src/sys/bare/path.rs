//! Path resolution: a guest's path below a packed folder goes in, an open file or a place comes out.

use super::errno::Errno;
use super::file::{HostFd, HostPath, O_CREAT, O_DIRECTORY, O_EXCL, O_RDWR, O_TRUNC, O_WRONLY};
use super::open_file;
pub use crate::sys::guest_path::{GuestPath, Last, OUTSIDE, PATH_MAX};

/// What a path was resolved to. Nothing on a board can change that, so it is no folder and name, but
/// the entry itself, or the folder that has none of that name.
pub struct Place {
    dir: HostFd,
    exists: bool,
}

impl Place {
    /// What the functions of `file` on places take.
    pub fn dir(&self) -> HostFd {
        self.dir
    }

    /// `.`, or nothing where there is no entry.
    pub fn name(&self) -> HostPath<'_> {
        let name = if self.exists { HostPath::new(b".\0") } else { None };
        name.unwrap_or(HostPath::EMPTY)
    }

    /// Both.
    pub fn entry(&self) -> (HostFd, HostPath<'_>) {
        (self.dir, self.name())
    }
}

/// Opens `path`, from the folder `root` on, for reading; there are no links to follow. Errors:
/// [`OUTSIDE`], `NOENT`, `NOTDIR`, `EXIST`, `ISDIR`, and `OPNOTSUPP` where something would change.
pub fn open(root: HostFd, path: &GuestPath, _last: Last, flags: u32, _mode: u32) -> Result<HostFd, Errno> {
    let found = open_file::entry(root)?.resolve(path.bytes())?;
    let changes = flags & (O_WRONLY | O_RDWR | O_TRUNC) != 0;
    match found {
        None if flags & O_CREAT != 0 => Err(Errno::OPNOTSUPP),
        None => Err(Errno::NOENT),
        Some(_) if flags & (O_CREAT | O_EXCL) == O_CREAT | O_EXCL => Err(Errno::EXIST),
        Some(entry) if entry.is_folder() && changes => Err(Errno::ISDIR),
        Some(_) if changes => Err(Errno::OPNOTSUPP),
        Some(entry) if flags & O_DIRECTORY != 0 && !entry.is_folder() => Err(Errno::NOTDIR),
        Some(entry) => open_file::open(entry),
    }
}

/// Finds what `path`, from the folder `root` on, stands for. Its last component need not exist.
/// Errors: [`OUTSIDE`], `NOENT`, `NOTDIR`.
pub fn find(root: HostFd, path: &GuestPath, _last: Last) -> Result<Place, Errno> {
    let from = open_file::entry(root)?;
    Ok(match from.resolve(path.bytes())? {
        Some(entry) => Place { dir: open_file::place(entry), exists: true },
        None => Place { dir: open_file::place(from), exists: false },
    })
}
