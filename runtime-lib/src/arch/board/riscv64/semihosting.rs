//! The end of the run by way of a debugger or emulator ("RISC-V Semihosting").

use core::arch::asm;

/// Ends the run with `status`, if somebody listens; else the instruction faults.
pub fn semihosting_exit(status: u32) {
    const SYS_EXIT_EXTENDED: usize = 0x20;
    /// `ADP_Stopped_ApplicationExit`
    const APPLICATION_EXIT: usize = 0x2_0026;
    let block = [APPLICATION_EXIT, status as usize];
    // SAFETY: the listener reads the two words. The three instructions, none of them compressed, are
    // the sign by which it knows.
    unsafe {
        asm!(".option push", ".option norvc", ".balign 16", "slli x0, x0, 0x1f", "ebreak", "srai x0, x0, 7",
            ".option pop", inlateout("a0") SYS_EXIT_EXTENDED => _, in("a1") block.as_ptr(), options(nostack));
    }
}
