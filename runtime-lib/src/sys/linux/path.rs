//! Path resolution: a guest's path below a folder goes in, an open file or a place in a folder
//! comes out, never one outside that folder.
//!
//! Two resolvers give the same answers: the kernel's (`openat2` with `RESOLVE_BENEATH`) and our own
//! walk, component by component, for kernels and sandboxes that do not have it. The kernel is asked
//! once which of them it will be. `--cfg ahead_resolver="walk"` when the runtime is built leaves
//! only the walk, for tests, and `"broken"` none that looks where a path leads, for tests of what the
//! kernel still refuses then; nothing that a launcher controls can choose.
//!
//! What is done to a place is done by a system call on one name in an open folder that does not
//! follow symbolic links, so a tree that changes under the resolution cannot lead outside either.

use core::sync::atomic::{AtomicU8, Ordering};

use super::beneath;
use super::errno::Errno;
use super::file::{self, HostFd, HostPath, O_CREAT, O_DIRECTORY, O_EXCL, O_NOFOLLOW, O_PATH};
use super::walk;
use crate::sys::guest_path::BROKEN;
pub use crate::sys::guest_path::{GuestPath, Last, OUTSIDE, PATH_MAX};

/// Longest name of an entry in bytes: `NAME_MAX`.
pub const NAME_MAX: usize = 255;

/// A name in an open folder.
pub struct Place {
    dir: HostFd,
    /// Whether `dir` was opened for this place.
    owned: bool,
    name: Name,
}

impl Place {
    /// The entry `name` of `dir`, which stays open until the place is dropped if `owned`.
    pub(super) fn new(dir: HostFd, owned: bool, name: Name) -> Place {
        Place { dir, owned, name }
    }

    /// The folder.
    pub fn dir(&self) -> HostFd {
        self.dir
    }

    /// The name in it: one component, never `..`.
    pub fn name(&self) -> HostPath<'_> {
        self.name.path()
    }

    /// Both, as system calls on two places take them.
    pub fn entry(&self) -> (HostFd, HostPath<'_>) {
        (self.dir, self.name())
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if self.owned {
            // Nothing was written through it.
            let _ = file::close(self.dir);
        }
    }
}

/// One component of a path, with room for a slash and the NUL that the kernel wants.
#[derive(Clone, Copy)]
pub struct Name {
    bytes: [u8; NAME_MAX + 2],
    len: usize,
}

impl Name {
    /// The folder itself.
    pub(super) const DOT: Name = {
        let mut bytes = [0; NAME_MAX + 2];
        bytes[0] = b'.';
        Name { bytes, len: 1 }
    };

    /// Errors: `NAMETOOLONG`.
    pub(super) fn new(component: &[u8]) -> Result<Name, Errno> {
        let mut name = Name { bytes: [0; NAME_MAX + 2], len: component.len() };
        if component.len() > NAME_MAX {
            return Err(Errno::NAMETOOLONG);
        }
        for (slot, byte) in name.bytes.iter_mut().zip(component) {
            *slot = *byte;
        }
        Ok(name)
    }

    /// Appends a slash.
    pub(super) fn with_slash(mut self) -> Name {
        if let Some(slot) = self.bytes.get_mut(self.len) {
            *slot = b'/';
        }
        self
    }

    /// Without the NUL.
    pub(super) fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }

    pub(super) fn path(&self) -> HostPath<'_> {
        // There is a NUL: at most `NAME_MAX` bytes and a slash were put into the array of zeros.
        HostPath::new(&self.bytes).unwrap_or(HostPath::EMPTY)
    }
}

/// Opens `path`, from the folder `root` on, with the kernel's `flags` and `mode`.
///
/// Errors: [`OUTSIDE`], and those of `open`: `LOOP` for a link that must not be followed or too many
/// of them.
pub fn open(root: HostFd, path: &GuestPath, last: Last, flags: u32, mode: u32) -> Result<HostFd, Errno> {
    if BROKEN {
        return file::open_at(root, path.path(), flags, mode);
    }
    // `O_EXCL` never follows.
    let exclusive = flags & (O_CREAT | O_EXCL) == O_CREAT | O_EXCL;
    let last = if exclusive { Last::NoFollow } else { last };
    let flags = if last == Last::Follow { flags } else { flags | O_NOFOLLOW };
    if kernel_resolves(root) {
        match beneath::open(root, path.path(), flags, mode) {
            Err(Errno::AGAIN) => {}
            result => return result,
        }
    }
    if flags & O_CREAT != 0 && path.bytes().last() == Some(&b'/') {
        // The kernel says so once it has come to the last component.
        return walk::find(root, path.bytes(), Last::Entry).and(Err(Errno::ISDIR));
    }
    let place = walk::find(root, path.bytes(), last)?;
    file::open_at(place.dir(), place.name(), flags | O_NOFOLLOW, mode)
}

/// Finds the place that `path`, from the folder `root` on, stands for. Its last component need not
/// exist.
///
/// Errors: [`OUTSIDE`], and those of the kernel for the components before the last: `NOENT`,
/// `NOTDIR`, `LOOP`, `ACCES`.
pub fn find(root: HostFd, path: &GuestPath, last: Last) -> Result<Place, Errno> {
    if BROKEN {
        return Ok(Place::new(root, false, Name::new(path.bytes())?));
    }
    if kernel_resolves(root) {
        match find_beneath(root, path.bytes(), last) {
            Err(Errno::AGAIN) => {}
            Ok(None) => {}
            Ok(Some(place)) => return Ok(place),
            Err(errno) => return Err(errno),
        }
    }
    walk::find(root, path.bytes(), last)
}

/// [`find`] by the kernel: it opens the folder, the rest is one name. `None`: the name is a link
/// that is to be followed, and where it leads only the walk can tell without opening it.
fn find_beneath(root: HostFd, path: &[u8], last: Last) -> Result<Option<Place>, Errno> {
    let end = path.iter().rposition(|byte| *byte != b'/').map_or(0, |index| index + 1);
    let trimmed = path.get(..end).unwrap_or_default();
    let start = trimmed.iter().rposition(|byte| *byte == b'/').map_or(0, |index| index + 1);
    let component = trimmed.get(start..).unwrap_or_default();
    let slash = end < path.len();
    if matches!(component, b"." | b"..") || (slash && last != Last::Entry) {
        let dir = open_directory(root, path)?;
        return Ok(Some(Place::new(dir, true, Name::DOT)));
    }
    let name = Name::new(component)?;
    let name = if slash { name.with_slash() } else { name };
    let place = match path.get(..start).unwrap_or_default() {
        b"" => Place::new(root, false, name),
        parent => Place::new(open_directory(root, parent)?, true, name),
    };
    if last == Last::Follow && is_symlink(&place) {
        return Ok(None);
    }
    Ok(Some(place))
}

fn open_directory(root: HostFd, path: &[u8]) -> Result<HostFd, Errno> {
    let path = GuestPath::new(path.len(), |bytes| {
        bytes.iter_mut().zip(path).for_each(|(slot, byte)| *slot = *byte)
    })?;
    beneath::open(root, path.path(), O_PATH | O_DIRECTORY, 0)
}

fn is_symlink(place: &Place) -> bool {
    let mut byte = 0u8;
    // SAFETY: the kernel writes at most one byte.
    unsafe { file::read_link_at(place.dir(), place.name(), (&raw mut byte) as usize, 1) }.is_ok()
}

/// Who resolves paths, as [`RESOLVER`] holds it.
const UNKNOWN: u8 = 0;
const KERNEL: u8 = 1;
const WALK: u8 = 2;

/// Who resolves paths in this process.
static RESOLVER: AtomicU8 = AtomicU8::new(if cfg!(ahead_resolver = "walk") { WALK } else { UNKNOWN });

/// Whether the kernel resolves. `dir` is any open folder.
fn kernel_resolves(dir: HostFd) -> bool {
    match RESOLVER.load(Ordering::Relaxed) {
        UNKNOWN => probe(dir),
        resolver => resolver == KERNEL,
    }
}

/// Asks the kernel: before 5.6, and under qemu-user, there is no `openat2` (`NOSYS`), and some
/// sandboxes forbid it (`PERM`).
#[cold]
fn probe(dir: HostFd) -> bool {
    let opened = beneath::open(dir, Name::DOT.path(), O_PATH | O_DIRECTORY, 0);
    if let Ok(fd) = opened {
        // Nothing was written through it.
        let _ = file::close(fd);
    }
    RESOLVER.store(if opened.is_ok() { KERNEL } else { WALK }, Ordering::Relaxed);
    opened.is_ok()
}
