//! Faults of the processor: an exception goes in, [`trap::handle`] gets what happened where.

use core::sync::atomic::{AtomicBool, Ordering::Relaxed};

use super::errno::Errno;
use super::pages::{FAULT_STACK_LEN, GUARD_LEN, guard_start};
use super::process::exit;
use crate::recovery::Resume;
use crate::sys::board as processor;
use crate::trap::{self, Fault};

/// Bytes of the stack that handlers run on.
pub const STACK_LEN: usize = FAULT_STACK_LEN;

/// Whether a fault is being handled: one in the handler is the end.
static HANDLING: AtomicBool = AtomicBool::new(false);

/// Puts the guard below the stack, where start-up did not. The vectors are in place already, and so
/// is the stack at `_stack`: the linker script set it apart.
///
/// # Safety
/// The stack at `_stack` is nobody else's.
pub unsafe fn install(_stack: usize) -> Result<(), Errno> {
    // SAFETY: nothing is stored between the guard's start and the stack's.
    unsafe { processor::protect(guard_start(), GUARD_LEN) };
    Ok(())
}

/// Ends the run after `fault`, or answers where to go on.
pub fn handle(fault: &Fault) -> Resume {
    if HANDLING.swap(true, Relaxed) {
        exit(ahead_abi::trap::TRAP_EXIT_STATUS)
    }
    let resume = trap::handle(fault);
    HANDLING.store(false, Relaxed);
    resume
}
