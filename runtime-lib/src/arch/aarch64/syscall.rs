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
    // SAFETY: the kernel preserves all registers but x0; the rest is the caller's promise.
    unsafe {
        asm!("svc #0",
            in("x8") number, inlateout("x0") args[0] => result,
            in("x1") args[1], in("x2") args[2], in("x3") args[3],
            in("x4") args[4], in("x5") args[5],
            options(nostack, preserves_flags));
    }
    result
}
