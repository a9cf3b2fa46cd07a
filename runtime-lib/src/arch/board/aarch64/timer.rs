//! The generic timer, which every AArch64 has.

use core::arch::asm;

/// Ticks since the board was switched on.
pub fn timer_ticks() -> u64 {
    let ticks;
    // SAFETY: reads a register. The barrier keeps it from being read ahead of its time.
    unsafe { asm!("isb", "mrs {}, cntvct_el0", out(reg) ticks, options(nomem, nostack, preserves_flags)) };
    ticks
}

/// Ticks in a second, as firmware noted them.
pub fn timer_hz() -> u64 {
    let hz;
    // SAFETY: reads a register.
    unsafe { asm!("mrs {}, cntfrq_el0", out(reg) hz, options(nomem, nostack, preserves_flags)) };
    hz
}
