//! The entry point: the kernel's initial stack goes in, [`crate::start::start`] gets its address.

use core::arch::naked_asm;

use crate::start::start;

/// Where the kernel enters; there is no caller and no return address. Linkers may address small
/// data from `gp` (psABI, "Global Pointer Relaxation"), so that is set before all else.
#[unsafe(naked)]
#[unsafe(no_mangle)]
pub extern "C" fn _start() -> ! {
    naked_asm!(
        ".option push",
        ".option norelax",
        ".weak __global_pointer$",
        "lla gp, __global_pointer$",
        ".option pop",
        "li s0, 0",
        "li ra, 0",
        "mv a0, sp",
        "call {}",
        "unimp",
        sym start
    )
}
