//! The file of a profile goes in; out, counters that are in it, so that whatever ends the program, they are there.
//!
//! A file of the same program keeps what earlier runs counted, and this one adds to it.

use ahead_abi::profile::Profile;

use super::call::call;
use super::errno::Errno;
use super::file::{self, HostFd, HostPath, O_CREAT};
use super::number;
use crate::program::{elements, program};
use crate::text::fail;

/// How all profiles start, bytes.
const MAGIC_LEN: usize = 8;

const PROT_READ: usize = 1;
const PROT_READ_WRITE: usize = 3;
const MAP_SHARED: usize = 1;
const MAP_SHARED_FIXED: usize = 0x11;

/// Puts the counters of [`ahead_abi::program::Program::profile`] into its file, or ends the program.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_open_profile() {
    // SAFETY: the compiler wrote the record of a program that calls this.
    let profile = unsafe { &*program().profile };
    let reason: &[u8] = match open(profile) {
        Ok(()) => return,
        Err(Errno::NOENT) => b"its folder is not there",
        Err(Errno::ACCES | Errno::PERM | Errno::ROFS) => b"it may not be written",
        Err(Errno::NOSPC | Errno::DQUOT) => b"there is no room for it",
        Err(Errno::EXIST) => b"another file has its name, and stays as it is",
        Err(Errno::ISDIR) => b"it is a folder",
        Err(_) => b"it cannot be opened, written or mapped",
    };
    // SAFETY: the record is the compiler's.
    let path = unsafe { elements(profile.path) };
    let path = path.split_last().map_or(path, |(_, path)| path);
    fail(
        1,
        &[
            b"cannot keep the profile in ",
            path,
            b": ",
            reason,
            b"; `--profile-generate` named it when the program was built",
        ],
    );
}

fn open(profile: &Profile) -> Result<(), Errno> {
    const O_RDWR: u32 = 2;
    const MODE: u32 = 0o666;
    // SAFETY: the record is the compiler's.
    let (path, header) = unsafe { (elements(profile.path), elements(profile.header)) };
    let path = HostPath::new(path).ok_or(Errno::INVAL)?;
    let fd = file::open_at(file::AT_FDCWD, path, O_RDWR | O_CREAT, MODE)?;
    let counters_len = profile.counters_len as usize;
    let size = file::stat(fd)?.st_size as usize;
    let found = if size == 0 { Found::Nothing } else { compare(fd, size, header, counters_len)? };
    match found {
        Found::Same => {}
        Found::Nothing | Found::Earlier => {
            file::set_size(fd, 0)?;
            // Room that is missing must show now, not when it is written to.
            let len = (header.len() + counters_len) as u64;
            match file::allocate(fd, 0, len) {
                Err(Errno::OPNOTSUPP) => file::set_size(fd, len)?,
                done => done?,
            }
            // SAFETY: the kernel only reads the header, which is valid for its length.
            let written =
                unsafe { call(number::PWRITE64, [fd as usize, header.as_ptr() as usize, header.len(), 0]) }?;
            if written != header.len() {
                return Err(Errno::NOSPC);
            }
        }
        Found::Other => return Err(Errno::EXIST),
    }
    let at = [profile.counters as usize, counters_len];
    // SAFETY: nothing refers to the counters yet, which are whole pages of their own.
    unsafe {
        call(number::MMAP, [at[0], at[1], PROT_READ_WRITE, MAP_SHARED_FIXED, fd as usize, header.len()])
    }?;
    file::close(fd)
}

/// What is in the file.
enum Found {
    Nothing,
    /// The profile of this program.
    Same,
    /// That of another.
    Earlier,
    /// Something else.
    Other,
}

fn compare(fd: HostFd, size: usize, header: &[u8], counters_len: usize) -> Result<Found, Errno> {
    let shown = size.min(header.len());
    // SAFETY: the kernel picks a free range, and all of it is in the file.
    let bytes = unsafe {
        let start = call(number::MMAP, [0, shown, PROT_READ, MAP_SHARED, fd as usize, 0])?;
        core::slice::from_raw_parts(start as *const u8, shown)
    };
    let found = match bytes {
        _ if size == header.len() + counters_len && bytes == header => Found::Same,
        _ if bytes.get(..MAGIC_LEN) == header.get(..MAGIC_LEN) => Found::Earlier,
        _ => Found::Other,
    };
    // SAFETY: the range was mapped above, and nothing refers to it any more.
    unsafe { call(number::MUNMAP, [bytes.as_ptr() as usize, shown]) }?;
    Ok(found)
}
