//! The system call instruction: number and arguments in, the kernel's answer out.

use core::arch::asm;
use core::mem::MaybeUninit;

/// Issues system call `number`. Answers the kernel's value: -4095..=-1 is a negated errno. Those of
/// `args` that the call does not take need not be anything.
///
/// # Safety
/// What the call does to memory and descriptors must be sound for the caller.
#[inline]
pub unsafe fn syscall(number: usize, args: [MaybeUninit<usize>; 6]) -> isize {
    let result;
    // SAFETY: the kernel preserves all registers but rax, rcx and r11; the rest is the caller's promise.
    unsafe {
        asm!("syscall",
            inlateout("rax") number => result,
            in("rdi") args[0], in("rsi") args[1], in("rdx") args[2],
            in("r10") args[3], in("r8") args[4], in("r9") args[5],
            lateout("rcx") _, lateout("r11") _,
            options(nostack, preserves_flags));
    }
    result
}

/// Asks for the process's number as programs of i386 do; answers whether it was told.
#[cfg(ahead_forbidden_call)]
pub fn call_i386() -> bool {
    const GETPID_OF_I386: usize = 20;
    let result: isize;
    // SAFETY: the call touches no memory; the kernel clears these registers.
    unsafe {
        asm!("int 0x80", inlateout("rax") GETPID_OF_I386 => result,
            lateout("r8") _, lateout("r9") _, lateout("r10") _, lateout("r11") _, options(nostack));
    }
    result > 0
}
