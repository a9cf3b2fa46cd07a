//! The file of a profile goes in; out, counters that are in it, so that whatever ends the program, they are there. What
//! was touched of memory is added when the program ends by itself; one that is built with such a profile gives what was
//! touched in few places small pages.
//!
//! A file of the same program keeps what earlier runs counted, and this one adds to it. No file is made shorter or
//! written over that others may count in.

use core::sync::atomic::{AtomicU64, Ordering::Relaxed};

use ahead_abi::profile::{BLOCK_LEN, BLOCKS, Profile};

use super::call::call;
use super::errno::Errno;
use super::file::{self, HostFd, HostPath, O_CREAT, O_EXCL, O_RDWR, O_WRONLY, S_IFMT, S_IFREG};
use super::path::PATH_MAX;
use super::{number, pages, process};
use crate::launch;
use crate::program::{elements, program};
use crate::text::fail;

/// How all profiles start, bytes; then comes their version.
const MAGIC_LEN: usize = 7;

const PROT_READ_WRITE: usize = 3;
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
    let counters_len = profile.counters_len as usize;
    if counters_len == 0 {
        return Ok(());
    }
    // SAFETY: the record is the compiler's.
    let (path, header) = unsafe { (elements(profile.path), elements(profile.header)) };
    let path = HostPath::new(path).ok_or(Errno::INVAL)?;
    let mut tries = 0..3;
    let fd = loop {
        // Others may make it, or take it away, at the same time.
        tries.next().ok_or(Errno::EXIST)?;
        match file::open_at(file::AT_FDCWD, path, O_RDWR, 0) {
            Ok(fd) => match look(fd, header, counters_len)? {
                Found::Same => break fd,
                Found::Earlier => {
                    file::close(fd)?;
                    make(path, header, counters_len, file::rename_at)?;
                }
                Found::Other => return Err(Errno::EXIST),
            },
            Err(Errno::NOENT) => match make(path, header, counters_len, file::link_at) {
                Err(Errno::EXIST) => {}
                // There are no links there.
                Err(Errno::PERM | Errno::OPNOTSUPP) => make(path, header, counters_len, file::rename_at)?,
                done => done?,
            },
            Err(errno) => return Err(errno),
        }
    };
    let at = [profile.counters as usize, counters_len];
    // SAFETY: nothing refers to the counters yet, which are whole pages of their own.
    unsafe {
        call(number::MMAP, [at[0], at[1], PROT_READ_WRITE, MAP_SHARED_FIXED, fd as usize, header.len()])
    }?;
    file::close(fd)?;
    if !profile.touched.is_null() {
        process::at_exit(note_touched);
    }
    Ok(())
}

/// Gives small pages to what [`Profile::small`] says.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_use_small_pages() {
    // SAFETY: the compiler wrote the record of a program that calls this, and the program's memories.
    let (profile, memory) = unsafe { (&*program().profile, elements(program().memories).first()) };
    if let Some(memory) = memory {
        // SAFETY: as above; nobody refers to it before the program runs.
        pages::use_small(unsafe { (**memory).base } as usize, &profile.small);
    }
}

/// Notes what this run touched of each block of the first memory.
fn note_touched() {
    // SAFETY: the compiler wrote the records; the program does not run any more.
    let (memory, all) = unsafe {
        let Some(memory) = elements(program().memories).first() else { return };
        (&**memory, (*program().profile).touched)
    };
    let (base, block_len, page_size) = (memory.base as usize, BLOCK_LEN as usize, launch::page_size());
    let (first, end) = (base & !(block_len - 1), base + memory.len as usize);
    for (block, number) in (first..end).step_by(block_len).zip(0..BLOCKS) {
        let start = block.max(base);
        let pages = ((block + block_len).min(end) - start) / page_size;
        let mut states = [0_u8; BLOCK_LEN as usize / 4096];
        // SAFETY: the kernel writes a byte for each page, for which there is room.
        let asked =
            unsafe { call(number::MINCORE, [start, pages * page_size, states.as_mut_ptr() as usize]) };
        let there = states.iter().filter(|state| **state & 1 != 0).count();
        if asked.is_ok() && there > 0 {
            // SAFETY: there is one of each block, among the counters, which other runs write, too.
            unsafe {
                let touched = all.add(number);
                AtomicU64::from_ptr(&raw mut (*touched).runs).fetch_add(1, Relaxed);
                AtomicU64::from_ptr(&raw mut (*touched).bytes).fetch_add((there * page_size) as u64, Relaxed);
            }
        }
    }
}

/// What is in the file.
enum Found {
    /// The profile of this program.
    Same,
    /// That of another, or nothing.
    Earlier,
    /// Something else.
    Other,
}

fn look(fd: HostFd, header: &[u8], counters_len: usize) -> Result<Found, Errno> {
    let stat = file::stat(fd)?;
    let size = stat.st_size as usize;
    if stat.st_mode & S_IFMT != S_IFREG {
        return Ok(Found::Other);
    }
    if size == 0 {
        return Ok(Found::Earlier);
    }
    let same = shared(fd, header)?;
    Ok(match same {
        _ if same == header.len() && size == header.len() + counters_len => Found::Same,
        _ if same >= MAGIC_LEN => Found::Earlier,
        _ => Found::Other,
    })
}

/// How many bytes the file starts with as the header does.
fn shared(fd: HostFd, header: &[u8]) -> Result<usize, Errno> {
    let mut bytes = [0; 4096];
    let mut same = 0;
    loop {
        let rest = header.get(same..).unwrap_or_default();
        let len = rest.len().min(bytes.len());
        // SAFETY: the kernel writes at most `len` bytes, for which there is room.
        let read = unsafe { call(number::PREAD64, [fd as usize, bytes.as_mut_ptr() as usize, len, same]) }?;
        let found = bytes.get(..read).unwrap_or_default();
        let here = found.iter().zip(rest).take_while(|(found, expected)| found == expected).count();
        same += here;
        if here == 0 || here < read {
            return Ok(same);
        }
    }
}

/// Makes the file beside its place, and has it `put` there: whoever counts in what was there goes on with that.
fn make(
    path: HostPath<'_>,
    header: &[u8],
    counters_len: usize,
    put: fn((HostFd, HostPath<'_>), (HostFd, HostPath<'_>)) -> Result<(), Errno>,
) -> Result<(), Errno> {
    const MODE: u32 = 0o666;
    let mut name = [0; PATH_MAX + 32];
    let name = beside(path, &mut name).ok_or(Errno::NAMETOOLONG)?;
    let fd = file::open_at(file::AT_FDCWD, name, O_WRONLY | O_CREAT | O_EXCL, MODE)?;
    let filled = fill(fd, header, counters_len);
    let place = |path| (file::AT_FDCWD, path);
    let done = file::close(fd).and(filled).and_then(|()| put(place(name), place(path)));
    // After a rename there is no such file any more.
    let _ = file::remove_at(file::AT_FDCWD, name, file::Remove::File);
    done
}

/// The path of a file of this process beside `path`.
fn beside<'n>(path: HostPath<'_>, name: &'n mut [u8]) -> Option<HostPath<'n>> {
    // SAFETY: touches no memory.
    let mut number = unsafe { call(number::GETPID, []) }.ok()?;
    let len = path.bytes().len();
    name.get_mut(..len)?.copy_from_slice(path.bytes());
    name.get_mut(len..len + 5)?.copy_from_slice(b".new.");
    // Its digits, the last one first: no two processes have the same.
    for digit in name.get_mut(len + 5..len + 25)? {
        *digit = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    HostPath::new(name)
}

fn fill(fd: HostFd, header: &[u8], counters_len: usize) -> Result<(), Errno> {
    // Room that is missing must show now, not when it is written to.
    let len = (header.len() + counters_len) as u64;
    match file::allocate(fd, 0, len) {
        Err(Errno::OPNOTSUPP) => file::set_size(fd, len)?,
        done => done?,
    }
    // SAFETY: the kernel only reads the header, which is valid for its length.
    let written =
        unsafe { call(number::PWRITE64, [fd as usize, header.as_ptr() as usize, header.len(), 0]) }?;
    if written == header.len() { Ok(()) } else { Err(Errno::NOSPC) }
}
