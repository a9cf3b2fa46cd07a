//! RISC-V, 64-bit.

mod frame;
mod memory;
pub mod signal;
mod stack;
mod start;
mod syscall;

pub use frame::{return_address_before_frame, saved_frame};
pub use stack::{call_on_stack, call_recoverable, resume_recoverable};
pub use syscall::syscall;

/// Executes an instruction that faults.
#[inline]
pub fn trap_instruction() -> ! {
    // SAFETY: `unimp` touches nothing and does not return.
    unsafe { core::arch::asm!("unimp", options(noreturn, nomem, nostack)) }
}
