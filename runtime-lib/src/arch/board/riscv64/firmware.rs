//! What the firmware below does for supervisor mode (RISC-V SBI 0.3, system reset extension).

use core::arch::asm;

/// Switches the machine off. The SBI takes no status: only whether the run failed.
pub fn firmware_exit(status: u32) {
    const SYSTEM_RESET: usize = 0x5352_5354;
    const SHUTDOWN: usize = 0;
    const SYSTEM_FAILURE: usize = 1;
    let reason = if status == 0 { 0 } else { SYSTEM_FAILURE };
    // SAFETY: the call returns only with an error, in a0 and a1.
    unsafe {
        asm!("ecall", in("a7") SYSTEM_RESET, in("a6") 0, inlateout("a0") SHUTDOWN => _,
            inlateout("a1") reason => _, options(nostack));
    }
}
