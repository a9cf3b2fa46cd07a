//! The end of the run by way of a debugger or emulator (Arm, "Semihosting for AArch32 and AArch64").

use core::arch::asm;

/// Ends the run with `status`, if somebody listens; else the instruction faults.
pub fn semihosting_exit(status: u32) {
    const SYS_EXIT: usize = 0x18;
    /// `ADP_Stopped_ApplicationExit`
    const APPLICATION_EXIT: usize = 0x2_0026;
    let block = [APPLICATION_EXIT, status as usize];
    // SAFETY: the listener reads the two words.
    unsafe { asm!("hlt #0xf000", in("x0") SYS_EXIT, in("x1") block.as_ptr(), options(nostack)) };
}
