//! WASI snapshot 0 (`wasi_unstable`), which older compilers emit: its functions whose records or
//! numbers differ from those of preview 1, as arguments of that one's. The others are the same.

use crate::sys::file::Whence;

use super::errno::code;
use super::types::{self, Snapshot};
use super::{fd_file, fd_io, path, poll};

/// `fd_seek`, where `whence` 0 is the offset now, 1 the end, 2 the start.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_unstable_fd_seek(fd: u32, offset: u64, whence: u32, new_offset: u32) -> u32 {
    const ORDER: [Whence; 3] = [Whence::Cur, Whence::End, Whence::Set];
    code(fd_io::seek(fd, offset as i64, ORDER.get(whence as usize), new_offset))
}

/// `fd_filestat_get`, whose record has 56 bytes: links are a u32 at 20, and what follows them comes
/// 8 bytes earlier.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_unstable_fd_filestat_get(fd: u32, filestat: u32) -> u32 {
    code(fd_file::filestat_get(fd, filestat, types::filestat_unstable))
}

/// `path_filestat_get`, with the record of [`ahead_wasi_unstable_fd_filestat_get`].
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_unstable_path_filestat_get(
    fd: u32,
    flags: u32,
    path: u32,
    path_len: u32,
    filestat: u32,
) -> u32 {
    path::filestat_get(fd, flags, (path, path_len), filestat, types::filestat_unstable)
}

/// `poll_oneoff`, whose subscriptions have 56 bytes: a clock's fields come 8 bytes later, after an
/// identifier that means nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_unstable_poll_oneoff(input: u32, output: u32, count: u32, events: u32) -> u32 {
    code(poll::oneoff(Snapshot::Unstable, input, output, count, events))
}
