//! Randomness from the processor (`FEAT_RNG`).

use core::arch::asm;

/// 64 random bits; `None` when the source gives none in reasonable time.
pub fn random() -> Option<u64> {
    const ATTEMPTS: u32 = 1000;
    for _ in 0..ATTEMPTS {
        let (number, failed): (u64, u64);
        // SAFETY: only a target whose file says so has this register, `RNDR`; it touches no memory.
        unsafe {
            asm!("mrs {}, s3_3_c2_c4_0", "cset {}, eq", out(reg) number, out(reg) failed, options(nomem, nostack))
        };
        if failed == 0 {
            return Some(number);
        }
    }
    None
}
