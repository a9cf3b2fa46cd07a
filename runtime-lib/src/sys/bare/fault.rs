//! Faults of the processor: an exception goes in, [`trap::handle`] gets what happened where.

use core::sync::atomic::{AtomicBool, Ordering::Relaxed};

use super::errno::Errno;
use super::pages::guard_start;
use super::process::exit;
use super::stack::GUARD_LEN;
use crate::recovery::Resume;
use crate::sys::board as processor;
use crate::trap::{self, Fault};

/// Whether a fault is being handled: one in the handler is the end.
static HANDLING: AtomicBool = AtomicBool::new(false);

/// Puts the guard below the stack, where start-up did not. The vectors are in place already, and so
/// is the stack for faults: the linker script set it apart.
pub fn install() -> Result<(), Errno> {
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
