//! Calls that the language cannot express: onto another stack, and with a way back from a fault.

use core::arch::naked_asm;

/// Calls `function` on the stack that ends at `top`, a multiple of 16. Backtraces end there.
///
/// # Safety
/// The memory below `top` is writable, nobody else's, and ends in a guard.
#[unsafe(naked)]
pub unsafe extern "C" fn call_on_stack(top: usize, function: unsafe extern "C" fn() -> !) -> ! {
    naked_asm!("mov sp, x0", "mov x29, #0", "mov x30, #0", "br x1")
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
        "stp x29, x30, [sp, #-160]!",
        "mov x29, sp",
        "stp x19, x20, [sp, #16]",
        "stp x21, x22, [sp, #32]",
        "stp x23, x24, [sp, #48]",
        "stp x25, x26, [sp, #64]",
        "stp x27, x28, [sp, #80]",
        "stp d8, d9, [sp, #96]",
        "stp d10, d11, [sp, #112]",
        "stp d12, d13, [sp, #128]",
        "stp d14, d15, [sp, #144]",
        "str x29, [x2]",
        "mov x8, x0",
        "mov x0, x1",
        "blr x8",
        "mov x0, #0",
        "b {}",
        sym leave_recoverable
    )
}

/// Makes the [`call_recoverable`] whose stack pointer this is return 1.
#[unsafe(naked)]
pub unsafe extern "C" fn resume_recoverable() -> ! {
    naked_asm!("mov x0, #1", "b {}", sym leave_recoverable)
}

/// The end of [`call_recoverable`].
#[unsafe(naked)]
unsafe extern "C" fn leave_recoverable() -> ! {
    naked_asm!(
        "ldp x19, x20, [sp, #16]",
        "ldp x21, x22, [sp, #32]",
        "ldp x23, x24, [sp, #48]",
        "ldp x25, x26, [sp, #64]",
        "ldp x27, x28, [sp, #80]",
        "ldp d8, d9, [sp, #96]",
        "ldp d10, d11, [sp, #112]",
        "ldp d12, d13, [sp, #128]",
        "ldp d14, d15, [sp, #144]",
        "ldp x29, x30, [sp], #160",
        "ret"
    )
}
