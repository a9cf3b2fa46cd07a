//! The entry point: the kernel's initial stack goes in, [`crate::start::start`] gets its address.

use core::arch::naked_asm;

use crate::start::start;

/// Where the kernel enters; there is no caller and no return address.
#[unsafe(naked)]
#[unsafe(no_mangle)]
pub extern "C" fn _start() -> ! {
    naked_asm!("xor ebp, ebp", "mov rdi, rsp", "and rsp, -16", "call {}", "ud2", sym start)
}
