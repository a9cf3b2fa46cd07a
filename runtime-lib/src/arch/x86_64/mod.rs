//! x86-64.

pub mod number;
mod syscall;

pub use syscall::syscall;

/// Executes an instruction that faults.
#[inline]
pub fn trap_instruction() -> ! {
    // SAFETY: `ud2` touches nothing and does not return.
    unsafe { core::arch::asm!("ud2", options(noreturn, nomem, nostack)) }
}
