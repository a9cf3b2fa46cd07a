//! The timer: the register `time`, which every platform with an operating system in mind has.

use core::arch::asm;

/// Ticks since the board was switched on.
pub fn timer_ticks() -> u64 {
    let ticks;
    // SAFETY: reads a register.
    unsafe { asm!("rdtime {}", out(reg) ticks, options(nomem, nostack, preserves_flags)) };
    ticks
}

/// No register says how many ticks a second has: the target file does.
pub fn timer_hz() -> u64 {
    0
}
