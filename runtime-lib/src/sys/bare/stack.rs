//! The program's stack: how long it must be goes in, where the linker script put it comes out.

use core::ops::Range;

use ahead_abi::layout::{BOARD_FAULT_STACK_LEN, BOARD_GUARD_LEN};

use super::errno::Errno;
use super::pages::guard_start;

unsafe extern "C" {
    static ahead_fault_stack_end: u8;
}

/// Bytes below the stack that fault where the processor can do that.
pub const GUARD_LEN: usize = BOARD_GUARD_LEN as usize;

/// The addresses of the guard and, above it, the stack of `len` bytes. Errors: `NOMEM` if the
/// linker script reserved another length.
pub fn provide(len: usize, _entry: usize) -> Result<Range<usize>, Errno> {
    let guard = guard_start();
    let end = &raw const ahead_fault_stack_end as usize - BOARD_FAULT_STACK_LEN as usize;
    if end - guard == GUARD_LEN + len { Ok(guard..end) } else { Err(Errno::NOMEM) }
}
