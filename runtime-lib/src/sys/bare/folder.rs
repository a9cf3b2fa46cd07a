//! The folders packed into the image: a path goes in, an entry comes out.

use ahead_abi::board::{PackedEntry, PackedKind};

use super::errno::Errno;
use super::record::board;
use crate::program::{elements, program};
use crate::sys::guest_path::OUTSIDE;

/// An entry, by its index in the board's record.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Entry(pub usize);

impl Entry {
    /// The folder that was granted under this host path.
    pub fn granted(host: &[u8]) -> Option<Entry> {
        // SAFETY: records of the program.
        let dirs = unsafe { elements(program().grants.dirs) };
        dirs.iter().position(|dir| unsafe { elements(dir.host) } == host).map(Entry)
    }

    /// Its record. Errors: `BADF` for an index that nothing has.
    pub fn record(self) -> Result<&'static PackedEntry, Errno> {
        // SAFETY: a record of the program.
        unsafe { elements(board().entries) }.get(self.0).ok_or(Errno::BADF)
    }

    /// Entry number `index` of this folder, with its name.
    pub fn at(self, index: usize) -> Option<(Entry, &'static [u8])> {
        let folder = self.record().ok().filter(|record| index < record.count as usize)?;
        let entry = Entry(folder.first as usize + index);
        // SAFETY: a record of the program.
        Some((entry, unsafe { elements(entry.record().ok()?.name) }))
    }

    /// Whether it is a folder.
    pub fn is_folder(self) -> bool {
        self.record().is_ok_and(|record| record.kind == PackedKind::Folder)
    }

    /// The folder it is in; a granted one is in itself.
    pub fn parent(self) -> Entry {
        self.record().map_or(self, |record| Entry(record.parent as usize))
    }

    fn child(self, name: &[u8]) -> Option<Entry> {
        (0..).map_while(|index| self.at(index)).find(|(_, found)| *found == name).map(|(entry, _)| entry)
    }

    /// What `path` names, from this folder on: the entry, or where there is none, `None` if the
    /// folder that it would be in is there. Errors: [`OUTSIDE`], `NOENT`, `NOTDIR`.
    pub fn resolve(self, path: &[u8]) -> Result<Option<Entry>, Errno> {
        let mut here = Some(self);
        for name in path.split(|byte| *byte == b'/').filter(|name| !name.is_empty()) {
            let folder = here.ok_or(Errno::NOENT)?;
            if !folder.is_folder() {
                return Err(Errno::NOTDIR);
            }
            here = match name {
                b"." => here,
                b".." if folder == self => return Err(OUTSIDE),
                b".." => Some(folder.parent()),
                _ => folder.child(name),
            };
        }
        match here {
            Some(file) if path.last() == Some(&b'/') && !file.is_folder() => Err(Errno::NOTDIR),
            _ => Ok(here),
        }
    }
}
