//! x86-64.

pub mod file;
mod fill;
mod frame;
mod memory;
pub mod number;
mod shuffle;
pub mod signal;
mod stack;
mod start;
mod syscall;
pub mod vdso;

pub use frame::saved_state;
pub use stack::{call_on_stack, call_recoverable, resume_recoverable};
#[cfg(ahead_forbidden_call)]
pub use syscall::call_i386;
pub use syscall::syscall;

/// Executes an instruction that faults, in a frame: compilers leave out the frames of functions that
/// do not return, and backtraces would miss the caller.
#[unsafe(naked)]
pub extern "C" fn trap_instruction() -> ! {
    core::arch::naked_asm!("push rbp", "mov rbp, rsp", "ud2")
}
