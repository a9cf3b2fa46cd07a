//! The program's stack: how long it must be goes in, where the linker script put it comes out.

use ahead_abi::layout::{BOARD_FAULT_STACK_LEN, BOARD_GUARD_LEN};

use super::errno::Errno;
use super::pages::guard_start;

unsafe extern "C" {
    static ahead_fault_stack_end: u8;
}

/// Bytes below the stack that fault where the processor can do that.
pub const GUARD_LEN: usize = BOARD_GUARD_LEN as usize;

/// Where a stack is.
pub struct Stack {
    /// The address of the guard; the stack begins where it ends.
    pub guard: usize,
    /// The address past the stack, a multiple of 16.
    pub end: usize,
}

/// The stack of `len` bytes. Errors: `NOMEM` if the linker script reserved another length.
pub fn provide(len: usize, _entry: usize) -> Result<Stack, Errno> {
    let guard = guard_start();
    let end = &raw const ahead_fault_stack_end as usize - BOARD_FAULT_STACK_LEN as usize;
    if end - guard == GUARD_LEN + len { Ok(Stack { guard, end }) } else { Err(Errno::NOMEM) }
}
