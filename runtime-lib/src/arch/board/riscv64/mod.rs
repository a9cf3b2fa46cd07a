//! RISC-V, 64-bit, without an operating system: in machine mode, or in supervisor mode above an SBI.

mod access;
mod emulate;
mod firmware;
mod protect;
mod semihosting;
mod start;
mod timer;
mod vector;

use core::arch::asm;

pub use firmware::firmware_exit;
pub use protect::protect;
pub use semihosting::semihosting_exit;
pub use timer::{timer_hz, timer_ticks};

/// Does nothing for a moment.
pub fn relax() {
    core::hint::spin_loop();
}

/// Waits for an interrupt; none is enabled.
pub fn wait() {
    // SAFETY: touches nothing.
    unsafe { asm!("wfi", options(nomem, nostack, preserves_flags)) }
}

/// No instruction for it is used.
pub fn random() -> Option<u64> {
    None
}
