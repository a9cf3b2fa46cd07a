//! Listing directories.

use crate::guest::{GuestRange, GuestSlot};
use crate::sys::errno::Errno as HostErrno;
use crate::sys::file::{self, HostFd, HostPath, Whence};

use super::descriptor;
use super::errno::{Errno, code};
use super::rights::FD_READDIR;
use super::types::{self, DIRENT_SIZE, FileType};

/// Bytes of entries that the kernel is asked for at a time; the longest takes 280.
const ENTRIES: usize = 2048;

/// `fd_readdir`: lists the directory `fd` from `cookie` on; 0 is the start, others come from the
/// entries.
///
/// `buffer` receives up to `buffer_len` bytes: for each entry next cookie u64, inode u64, length of
/// the name u32 at 16, type u8 at 20, and at 24 the name, the last entry cut off where it does not
/// fit; `used` receives their count, u32, which is less than `buffer_len` at the end of the
/// directory. Names that are not UTF-8 are left out: no WASI path can name them. Errors: `BADF`,
/// `NOTDIR`, `NOTCAPABLE` without `fd_readdir`, `INVAL` for a cookie of nobody's, `FAULT`.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_fd_readdir(
    fd: u32,
    buffer: u32,
    buffer_len: u32,
    cookie: u64,
    used: u32,
) -> u32 {
    code(readdir(fd, buffer, buffer_len, cookie, used))
}

fn readdir(fd: u32, buffer: u32, buffer_len: u32, cookie: u64, used: u32) -> Result<(), Errno> {
    let buffer = GuestRange::new(buffer, u64::from(buffer_len))?;
    let slot = GuestSlot::<4>::new(used)?;
    let host = descriptor::get_directory(fd, FD_READDIR)?.host();
    let cookie = i64::try_from(cookie).map_err(|_| Errno::INVAL)?;
    // Cookies are the kernel's own, `d_off`.
    file::seek(host, cookie, Whence::Set)?;
    let mut out = Out { buffer, used: 0 };
    let mut entries = [0u8; ENTRIES];
    while !out.is_full() {
        let len = file::read_entries(host, &mut entries)?;
        if len == 0 {
            break;
        }
        let mut rest = entries.get(..len).unwrap_or_default();
        while let Some((entry, after)) = Entry::parse(rest) {
            rest = after;
            if !out.is_full() {
                out.push(host, &entry);
            }
        }
    }
    slot.set((out.used as u32).to_le_bytes());
    Ok(())
}

/// `struct linux_dirent64`.
struct Entry<'a> {
    inode: u64,
    next: u64,
    kind: u8,
    /// With its NUL.
    name: &'a [u8],
}

impl Entry<'_> {
    /// The first entry in `bytes`, and what follows it; `None` at the end.
    fn parse(bytes: &[u8]) -> Option<(Entry<'_>, &[u8])> {
        let (inode, rest) = bytes.split_first_chunk()?;
        let (next, rest) = rest.split_first_chunk()?;
        let (len, rest) = rest.split_first_chunk()?;
        let (kind, _) = rest.split_first()?;
        let (entry, after) = bytes.split_at_checked(u16::from_le_bytes(*len) as usize)?;
        let name = entry.get(19..)?;
        let end = name.iter().position(|byte| *byte == 0)?;
        let name = name.get(..=end)?;
        Some((
            Entry { inode: u64::from_le_bytes(*inode), next: u64::from_le_bytes(*next), kind: *kind, name },
            after,
        ))
    }

    fn file_type(&self, dir: HostFd) -> Result<FileType, HostErrno> {
        // `DT_UNKNOWN`: the file system does not keep types in its directories.
        if self.kind == 0 {
            let path = HostPath::new(self.name).ok_or(HostErrno::INVAL)?;
            return Ok(FileType::from_mode(file::stat_at(dir, path)?.st_mode));
        }
        // The others are the type bits of a mode.
        Ok(FileType::from_mode(u32::from(self.kind) << 12))
    }
}

/// The guest's buffer, `used` bytes of it filled.
struct Out {
    buffer: GuestRange,
    used: usize,
}

impl Out {
    fn is_full(&self) -> bool {
        self.used >= self.buffer.len()
    }

    fn push(&mut self, dir: HostFd, entry: &Entry) {
        let name = entry.name.split_last().map_or(&[][..], |(_, name)| name);
        if core::str::from_utf8(name).is_err() {
            return;
        }
        // An entry that went away meanwhile has no type any more.
        let file_type = entry.file_type(dir).unwrap_or(FileType::Unknown);
        // What is above a granted folder is nobody's business, not even by its number.
        let inode = match name {
            b".." => file::stat(dir).map_or(0, |stat| stat.st_ino),
            _ => entry.inode,
        };
        let header: [u8; DIRENT_SIZE] = types::dirent(entry.next, inode, name.len() as u32, file_type);
        self.append(&header);
        self.append(name);
    }

    fn append(&mut self, bytes: &[u8]) {
        let room = self.buffer.len() - self.used;
        let bytes = bytes.get(..room).unwrap_or(bytes);
        // It fits: it was cut to.
        let _ = self.buffer.write(self.used, bytes);
        self.used += bytes.len();
    }
}
