//! AArch64 without an operating system.

mod random;
mod semihosting;
mod start;
mod timer;
mod translation;
mod vector;

use core::arch::asm;

pub use random::random;
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

/// No firmware is assumed.
pub fn firmware_exit(_status: u32) {}

/// Nothing to do: the translation tables have a hole there already.
///
/// # Safety
/// None needed: it does nothing.
pub unsafe fn protect(_start: usize, _len: usize) {}
