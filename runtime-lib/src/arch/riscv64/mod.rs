//! RISC-V, 64-bit.

mod syscall;

pub use syscall::syscall;

/// Executes an instruction that faults.
#[inline]
pub fn trap_instruction() -> ! {
    // SAFETY: `unimp` touches nothing and does not return.
    unsafe { core::arch::asm!("unimp", options(noreturn, nomem, nostack)) }
}
