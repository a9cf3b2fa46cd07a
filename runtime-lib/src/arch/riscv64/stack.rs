//! Calls that the language cannot express: onto another stack, and with a way back from a fault.

use core::arch::naked_asm;

/// Calls `function` on the stack that ends at `top`, a multiple of 16. Backtraces end there.
///
/// # Safety
/// The memory below `top` is writable, nobody else's, and ends in a guard.
#[unsafe(naked)]
pub unsafe extern "C" fn call_on_stack(top: usize, function: unsafe extern "C" fn() -> !) -> ! {
    naked_asm!("mv sp, a0", "li s0, 0", "li ra, 0", "jr a1")
}

/// Calls `function` with `argument`. Answers 0 when it returns, 1 when [`resume_recoverable`] is
/// entered with the stack pointer that was stored to `saved_sp` before the call.
///
/// # Safety
/// Those of `function`, which must hold nothing that a jump out of it would leave broken.
#[unsafe(naked)]
pub unsafe extern "C" fn call_recoverable(
    function: unsafe extern "C" fn(*mut u8),
    argument: *mut u8,
    saved_sp: *mut usize,
) -> usize {
    naked_asm!(
        "addi sp, sp, -208",
        "sd ra, 200(sp)",
        "sd s0, 192(sp)",
        "sd s1, 184(sp)",
        "sd s2, 176(sp)",
        "sd s3, 168(sp)",
        "sd s4, 160(sp)",
        "sd s5, 152(sp)",
        "sd s6, 144(sp)",
        "sd s7, 136(sp)",
        "sd s8, 128(sp)",
        "sd s9, 120(sp)",
        "sd s10, 112(sp)",
        "sd s11, 104(sp)",
        "fsd fs0, 96(sp)",
        "fsd fs1, 88(sp)",
        "fsd fs2, 80(sp)",
        "fsd fs3, 72(sp)",
        "fsd fs4, 64(sp)",
        "fsd fs5, 56(sp)",
        "fsd fs6, 48(sp)",
        "fsd fs7, 40(sp)",
        "fsd fs8, 32(sp)",
        "fsd fs9, 24(sp)",
        "fsd fs10, 16(sp)",
        "fsd fs11, 8(sp)",
        "addi s0, sp, 208",
        "sd sp, 0(a2)",
        "mv t0, a0",
        "mv a0, a1",
        "jalr t0",
        "li a0, 0",
        "tail {}",
        sym leave_recoverable
    )
}

/// Makes the [`call_recoverable`] whose stack pointer this is return 1.
#[unsafe(naked)]
pub unsafe extern "C" fn resume_recoverable() -> ! {
    naked_asm!("li a0, 1", "tail {}", sym leave_recoverable)
}

/// The end of [`call_recoverable`].
#[unsafe(naked)]
unsafe extern "C" fn leave_recoverable() -> ! {
    naked_asm!(
        "ld ra, 200(sp)",
        "ld s0, 192(sp)",
        "ld s1, 184(sp)",
        "ld s2, 176(sp)",
        "ld s3, 168(sp)",
        "ld s4, 160(sp)",
        "ld s5, 152(sp)",
        "ld s6, 144(sp)",
        "ld s7, 136(sp)",
        "ld s8, 128(sp)",
        "ld s9, 120(sp)",
        "ld s10, 112(sp)",
        "ld s11, 104(sp)",
        "fld fs0, 96(sp)",
        "fld fs1, 88(sp)",
        "fld fs2, 80(sp)",
        "fld fs3, 72(sp)",
        "fld fs4, 64(sp)",
        "fld fs5, 56(sp)",
        "fld fs6, 48(sp)",
        "fld fs7, 40(sp)",
        "fld fs8, 32(sp)",
        "fld fs9, 24(sp)",
        "fld fs10, 16(sp)",
        "fld fs11, 8(sp)",
        "addi sp, sp, 208",
        "ret"
    )
}
