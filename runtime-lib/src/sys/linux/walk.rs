//! Safe path resolution in steps: a path below a folder goes in, the place it stands for comes out.
//!
//! Each component is opened by its single name in the folder before it, never following a link:
//! links are read, and their text takes the component's place. The folders on the way stay open,
//! so that `..` goes back to the one we came from, wherever that has been moved to meanwhile.

use super::errno::Errno;
use super::file::{self, HostFd, O_DIRECTORY, O_NOFOLLOW, O_PATH};
use super::path::{Last, Name, OUTSIDE, PATH_MAX, Place};

/// Symbolic links that one resolution follows: as many as the kernel does.
const MAX_SYMLINKS: u32 = 40;

/// How many folders stay open for `..`. A path that goes deeper loses the upper ones, and with them
/// only the way back to those.
const MAX_OPEN: usize = 64;

/// Finds the place of `path`, from the folder `root` on. Errors: [`OUTSIDE`], `NOENT`, `NOTDIR`,
/// `LOOP`, `NAMETOOLONG`, `ACCES`, and `MFILE` where the process has no descriptors left.
pub fn find(root: HostFd, path: &[u8], last: Last) -> Result<Place, Errno> {
    let mut rest = Rest::new(path)?;
    let mut folders = Folders { root, open: [0; MAX_OPEN], len: 0, lost: 0 };
    let mut symlinks = 0;
    while let Some(component) = rest.take()? {
        match component.bytes() {
            b"." => continue,
            b".." => {
                folders.pop()?;
                continue;
            }
            _ => {}
        }
        let slash = rest.starts_with_slash();
        if rest.is_done() && (last == Last::Entry || !slash) {
            if last != Last::Follow || !rest.follow(folders.top(), &component, &mut symlinks)? {
                let name = if slash { component.with_slash() } else { component };
                return Ok(folders.into_place(name));
            }
            continue;
        }
        match file::open_at(folders.top(), component.path(), O_PATH | O_NOFOLLOW | O_DIRECTORY, 0) {
            Ok(folder) => folders.push(folder),
            Err(Errno::NOTDIR | Errno::LOOP) => {
                if !rest.follow(folders.top(), &component, &mut symlinks)? {
                    return Err(Errno::NOTDIR);
                }
            }
            Err(errno) => return Err(errno),
        }
    }
    Ok(folders.into_place(Name::DOT))
}

/// The folders that the resolution went through.
struct Folders {
    root: HostFd,
    /// `len` descriptors, the deepest last.
    open: [HostFd; MAX_OPEN],
    len: usize,
    /// How many above them were closed again.
    lost: usize,
}

impl Folders {
    fn top(&self) -> HostFd {
        self.len.checked_sub(1).and_then(|index| self.open.get(index)).copied().unwrap_or(self.root)
    }

    fn push(&mut self, folder: HostFd) {
        if self.len == MAX_OPEN {
            close(self.open[0]);
            self.open.copy_within(1.., 0);
            self.len -= 1;
            self.lost += 1;
        }
        if let Some(slot) = self.open.get_mut(self.len) {
            *slot = folder;
            self.len += 1;
        }
    }

    fn pop(&mut self) -> Result<(), Errno> {
        let folder = self.top();
        match self.len.checked_sub(1) {
            // The way back to a folder that was lost is not known to be safe.
            None if self.lost > 0 => Err(Errno::NAMETOOLONG),
            None => Err(OUTSIDE),
            Some(0) if self.lost > 0 => Err(Errno::NAMETOOLONG),
            Some(len) => {
                self.len = len;
                close(folder);
                Ok(())
            }
        }
    }

    /// The entry `name` of the deepest folder.
    fn into_place(mut self, name: Name) -> Place {
        let owned = self.len > 0;
        let dir = self.top();
        // The place closes this one, dropping `self` the others.
        self.len = self.len.saturating_sub(1);
        Place::new(dir, owned, name)
    }
}

impl Drop for Folders {
    fn drop(&mut self) {
        for folder in self.open.iter().take(self.len) {
            close(*folder);
        }
    }
}

fn close(folder: HostFd) {
    // Nothing was written through it.
    let _ = file::close(folder);
}

/// What is left of the path: at the end of the array, so that a link's text can be put before it.
struct Rest {
    bytes: [u8; PATH_MAX],
    start: usize,
}

impl Rest {
    fn new(path: &[u8]) -> Result<Rest, Errno> {
        let mut rest = Rest { bytes: [0; PATH_MAX], start: PATH_MAX };
        rest.prepend(path)?;
        Ok(rest)
    }

    fn bytes(&self) -> &[u8] {
        self.bytes.get(self.start..).unwrap_or_default()
    }

    fn prepend(&mut self, text: &[u8]) -> Result<(), Errno> {
        let start = self.start.checked_sub(text.len()).ok_or(Errno::NAMETOOLONG)?;
        for (slot, byte) in self.bytes.iter_mut().skip(start).zip(text) {
            *slot = *byte;
        }
        self.start = start;
        Ok(())
    }

    /// Takes the next component; the slashes after it stay.
    fn take(&mut self) -> Result<Option<Name>, Errno> {
        let slashes = self.bytes().iter().take_while(|byte| **byte == b'/').count();
        self.start += slashes;
        let len = self.bytes().iter().take_while(|byte| **byte != b'/').count();
        if len == 0 {
            return Ok(None);
        }
        let name = Name::new(self.bytes().get(..len).unwrap_or_default())?;
        self.start += len;
        Ok(Some(name))
    }

    fn starts_with_slash(&self) -> bool {
        self.bytes().first() == Some(&b'/')
    }

    /// Whether only slashes are left.
    fn is_done(&self) -> bool {
        self.bytes().iter().all(|byte| *byte == b'/')
    }

    /// Puts the text of the link `name` of `folder` before the rest; answers whether it is a link.
    fn follow(&mut self, folder: HostFd, name: &Name, symlinks: &mut u32) -> Result<bool, Errno> {
        let mut text = [0u8; PATH_MAX];
        // SAFETY: the kernel writes at most the array's length.
        let read = unsafe { file::read_link_at(folder, name.path(), text.as_mut_ptr() as usize, PATH_MAX) };
        let text = match read {
            Ok(len) => text.get(..len).unwrap_or_default(),
            // Not a link, or nothing at all: what is to be done there will find out.
            Err(Errno::INVAL | Errno::NOENT) => return Ok(false),
            Err(errno) => return Err(errno),
        };
        *symlinks += 1;
        match text.first() {
            _ if *symlinks > MAX_SYMLINKS => Err(Errno::LOOP),
            None => Err(Errno::NOENT),
            Some(b'/') => Err(OUTSIDE),
            Some(_) => self.prepend(text).map(|()| true),
        }
    }
}
