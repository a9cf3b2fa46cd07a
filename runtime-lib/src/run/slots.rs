//! Slots for the arguments and results of a trampoline: a count goes in, memory comes out.

use core::slice;

use ahead_abi::value::Value;

use crate::sys::pages;
use crate::text::fail;

/// `count` slots of zeros (at least one), in pages of their own that are never given back.
pub fn map(count: usize) -> &'static mut [Value] {
    let count = count.max(1);
    match count.checked_mul(size_of::<Value>()).map(pages::map) {
        // SAFETY: the pages are fresh, nobody else's, and zeros are a `Value`.
        Some(Ok(base)) => unsafe { slice::from_raw_parts_mut(base as *mut Value, count) },
        _ => fail(1, &[b"the system has no room for the arguments of a call"]),
    }
}
