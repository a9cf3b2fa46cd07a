//! A guest's path as text: bytes go in, a path that every platform's resolution takes comes out.

use super::errno::Errno;
use super::file::HostPath;

/// Longest path in bytes, NUL included: `PATH_MAX`.
pub const PATH_MAX: usize = 4096;

/// What a resolver answers when the path would leave the folder; the kernel says the same.
pub const OUTSIDE: Errno = Errno::XDEV;

/// Whether paths lead wherever they say, in the runtime of a test.
pub const BROKEN: bool = cfg!(ahead_resolver = "broken");

/// What the last component of a path stands for, when it is a symbolic link or ends with a slash.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Last {
    /// An entry of a folder, to be made, removed or renamed: a link is the entry, and a slash stays
    /// with the name, for the kernel to judge.
    Entry,
    /// A file: a link is the file, unless a slash demands the folder that it points to.
    NoFollow,
    /// A file: what a link points to.
    Follow,
}

/// A path as the guest gave it: not empty, relative, shorter than [`PATH_MAX`], without NULs.
pub struct GuestPath {
    bytes: [u8; PATH_MAX],
    len: usize,
}

impl GuestPath {
    /// The path of `len` bytes that `fill` puts in. Errors: `NOENT` for an empty one, `NAMETOOLONG`,
    /// `INVAL` for one with a NUL, [`OUTSIDE`] for an absolute one.
    pub fn new(len: usize, fill: impl FnOnce(&mut [u8])) -> Result<GuestPath, Errno> {
        let mut path = GuestPath { bytes: [0; PATH_MAX], len };
        if len == 0 {
            return Err(Errno::NOENT);
        }
        // The NUL at the end needs its place too.
        let bytes = path.bytes.get_mut(..len).filter(|_| len < PATH_MAX).ok_or(Errno::NAMETOOLONG)?;
        fill(bytes);
        if bytes.contains(&0) {
            return Err(Errno::INVAL);
        }
        if bytes.first() == Some(&b'/') && !BROKEN {
            return Err(OUTSIDE);
        }
        Ok(path)
    }

    /// Without the NUL.
    pub fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }

    /// For the kernel, as text: what it does with it must not resolve it.
    pub fn path(&self) -> HostPath<'_> {
        // There is a NUL: `len < PATH_MAX`.
        HostPath::new(&self.bytes).unwrap_or(HostPath::EMPTY)
    }
}
