//! RISC-V, 64-bit.

pub mod context;
pub mod file;
mod frame;
mod memory;
mod stack;
mod start;
mod syscall;
pub mod vdso;

pub use frame::saved_state;
pub use stack::{call_on_stack, call_recoverable, resume_recoverable};
pub use syscall::syscall;

/// Executes an instruction that faults, in a frame: compilers leave out the frames of functions that
/// do not return, and backtraces would miss the caller.
#[unsafe(naked)]
pub extern "C" fn trap_instruction() -> ! {
    core::arch::naked_asm!("addi sp, sp, -16", "sd ra, 8(sp)", "sd s0, 0(sp)", "addi s0, sp, 16", "unimp")
}
