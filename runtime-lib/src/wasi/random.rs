//! Randomness.

use crate::guest::GuestRange;
use crate::sys::random;

use super::errno::{Errno, code};

/// `random_get`: fills `buffer_len` bytes at `buffer` from the kernel's source, however many.
///
/// Errors: `FAULT`.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_random_get(buffer: u32, buffer_len: u32) -> u32 {
    code(get(buffer, buffer_len))
}

fn get(buffer: u32, buffer_len: u32) -> Result<(), Errno> {
    let range = GuestRange::new(buffer, u64::from(buffer_len))?;
    // SAFETY: the range is in bounds, so the kernel may write all of it.
    Ok(unsafe { random::fill(range.host_address(), range.len()) }?)
}
