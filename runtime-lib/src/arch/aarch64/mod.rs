//! AArch64.

mod syscall;

pub use syscall::syscall;

/// Executes an instruction that faults.
#[inline]
pub fn trap_instruction() -> ! {
    // SAFETY: `udf` touches nothing and does not return.
    unsafe { core::arch::asm!("udf #0xc11f", options(noreturn, nomem, nostack)) }
}
