//! The entry point: the kernel's initial stack goes in, [`crate::start::start`] gets its address.

use core::arch::naked_asm;

use crate::start::start;

/// Where the kernel enters; there is no caller and no return address.
#[unsafe(naked)]
#[unsafe(no_mangle)]
pub extern "C" fn _start() -> ! {
    naked_asm!("mov x29, #0", "mov x30, #0", "mov x0, sp", "bl {}", "udf #0", sym start)
}
