//! The program's stack: how long it must be goes in, where it and its guard are comes out.

use core::ffi::{CStr, c_char};
use core::ops::Range;

use super::call::call;
use super::errno::Errno;
use super::{number, pages};
use crate::launch;

/// Bytes below the stack that fault. More than a page, for frames of this crate without a probe; and on RISC-V more than
/// any frame but those of modules made for that, as frames are probed from their far end on there.
pub const GUARD_LEN: usize = if cfg!(target_arch = "riscv64") { 64 << 20 } else { 1 << 20 };

/// The addresses of a guard and, above it, a stack of at least `len` bytes, a multiple of every page
/// size; the end is a multiple of 16. What is below `entry`, the stack pointer at the entry of the
/// process, may become part of it.
pub fn provide(len: usize, entry: usize) -> Result<Range<usize>, Errno> {
    // Emulators of other processors, such as QEMU, make a stack that does not grow.
    let launched = if cfg!(target_arch = "x86_64") { launched(len, entry) } else { Err(Errno::NOMEM) };
    launched.or_else(|_| mapped(len))
}

/// The stack that the kernel made for the process, which grows as it is touched, with a limit for a
/// guard: nothing is mapped below. A small program starts and ends 7 % faster than with [`mapped`],
/// for which the kernel makes tables of pages.
fn launched(len: usize, entry: usize) -> Result<Range<usize>, Errno> {
    // The kernel maps nothing in the 128 MiB below the stack but for lack of other addresses.
    const LONGEST: usize = 64 << 20;
    let top = top().filter(|_| len <= LONGEST).ok_or(Errno::NOMEM)?;
    let end = entry & !15;
    limit(top - (end - len))?;
    Ok(end - len - GUARD_LEN..end)
}

/// The address past the kernel's stack: it ends in the path of the executable and a null word.
fn top() -> Option<usize> {
    const AT_EXECFN: usize = 31;
    let path = launch::auxiliary(AT_EXECFN)?;
    // SAFETY: the kernel put a string there, and nothing changes it.
    let len = unsafe { CStr::from_ptr(path as *const c_char) }.count_bytes();
    let last_in_page = launch::page_size() - 1;
    Some((path + len + size_of::<usize>() + last_in_page) & !last_in_page)
}

/// Lets the kernel's stack grow to `len` bytes, and no further.
fn limit(len: usize) -> Result<(), Errno> {
    const RLIMIT_STACK: usize = 3;
    // `struct rlimit64`: what counts, and how far it may be raised.
    let limit = [len as u64; 2];
    // SAFETY: the kernel reads one `struct rlimit64`.
    unsafe { call(number::PRLIMIT64, [0, RLIMIT_STACK, limit.as_ptr() as usize, 0]) }.map(drop)
}

/// A stack in a mapping of its own.
fn mapped(len: usize) -> Result<Range<usize>, Errno> {
    let guard = pages::map_stack(len, GUARD_LEN)?;
    Ok(guard..guard + GUARD_LEN + len)
}
