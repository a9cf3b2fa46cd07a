//! Memory: addresses and lengths go in, zeroed RAM comes out, which the linker script set apart.

use core::cell::UnsafeCell;
use core::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use super::errno::Errno;

unsafe extern "C" {
    static ahead_guard_start: u8;
}

/// What is there for [`map`]: the arguments of an `--invoke`, and tables that grow.
const POOL_LEN: usize = 4096;

#[repr(align(16))]
struct Pool(UnsafeCell<[u8; POOL_LEN]>);

// SAFETY: a program has one thread.
unsafe impl Sync for Pool {}

static POOL: Pool = Pool(UnsafeCell::new([0; POOL_LEN]));
/// Bytes of the pool that are taken.
static TAKEN: AtomicUsize = AtomicUsize::new(0);

/// Only memories with guard pages are reserved, and boards have none. Errors: `NOMEM`.
pub fn reserve(_base: usize, _len: usize) -> Result<(), Errno> {
    Err(Errno::NOMEM)
}

/// As [`reserve`].
pub fn map_growing(_base: usize, _len: usize) -> Result<(), Errno> {
    Err(Errno::NOMEM)
}

/// Zeros `len` bytes of linear memory at `base`. The compiler keeps the maximum of the memory within
/// what the linker script reserves.
pub fn map_fixed(base: usize, len: usize) -> Result<(), Errno> {
    // SAFETY: the linker script reserved as many bytes as the memory may grow to, and the part from
    // `base` on was not in use yet.
    unsafe { (base as *mut u8).write_bytes(0, len) };
    Ok(())
}

/// `len` bytes of zeros, at a multiple of 16. Errors: `NOMEM` when the pool is used up.
pub fn map(len: usize) -> Result<usize, Errno> {
    let start = TAKEN.load(Relaxed);
    let end = len.checked_next_multiple_of(16).and_then(|len| start.checked_add(len)).ok_or(Errno::NOMEM)?;
    if end > POOL_LEN {
        return Err(Errno::NOMEM);
    }
    TAKEN.store(end, Relaxed);
    Ok(POOL.0.get() as usize + start)
}

/// Address of the guard below the stack.
pub fn guard_start() -> usize {
    &raw const ahead_guard_start as usize
}

/// Nothing is reserved, so there is nothing to commit. Errors: `NOMEM`.
///
/// # Safety
/// None needed: it does nothing.
pub unsafe fn commit(_base: usize, _len: usize, _is_large: bool) -> Result<(), Errno> {
    Err(Errno::NOMEM)
}

/// RAM has no pages.
///
/// # Safety
/// None needed: it does nothing.
pub unsafe fn expect_use(_base: usize, _len: usize) {}

/// Fills bytes with zeros.
///
/// # Safety
/// The range is the caller's, to write.
pub unsafe fn clear(start: *mut u8, len: usize) {
    // SAFETY: the caller's promise.
    unsafe { start.write_bytes(0, len) }
}

/// Images of boards are copied. Errors: `NOMEM`.
///
/// # Safety
/// None needed: it does nothing.
pub unsafe fn move_pages(_from: usize, _len: usize, _to: usize) -> Result<(), Errno> {
    Err(Errno::NOMEM)
}
