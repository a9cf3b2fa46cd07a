//! Calls that the language cannot express: onto another stack, and with a way back from a fault.

use core::arch::naked_asm;

/// Calls `function` on the stack that ends at `top`, a multiple of 16. Backtraces end there.
///
/// # Safety
/// The memory below `top` is writable, nobody else's, and ends in a guard.
#[unsafe(naked)]
pub unsafe extern "C" fn call_on_stack(top: usize, function: unsafe extern "C" fn() -> !) -> ! {
    naked_asm!("mov rsp, rdi", "xor ebp, ebp", "call rsi", "ud2")
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
        "push rbp",
        "mov rbp, rsp",
        "push rbx",
        "push r12",
        "push r13",
        "push r14",
        "push r15",
        "sub rsp, 8",
        "mov [rdx], rsp",
        "mov rax, rdi",
        "mov rdi, rsi",
        "call rax",
        "xor eax, eax",
        "jmp {}",
        sym leave_recoverable
    )
}

/// Makes the [`call_recoverable`] whose stack pointer this is return 1.
///
/// # Safety
/// It is to be jumped to, with the stack pointer of one that has not returned yet.
#[unsafe(naked)]
pub unsafe extern "C" fn resume_recoverable() -> ! {
    naked_asm!("mov eax, 1", "cld", "jmp {}", sym leave_recoverable)
}

/// The end of [`call_recoverable`].
#[unsafe(naked)]
unsafe extern "C" fn leave_recoverable() -> ! {
    naked_asm!("add rsp, 8", "pop r15", "pop r14", "pop r13", "pop r12", "pop rbx", "pop rbp", "ret")
}
