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
    // SAFETY: the kernel preserves all registers but a0 (and, where it has vectors, the vector
    // registers, which this crate does not use); the rest is the caller's promise.
    unsafe {
        asm!("ecall",
            in("a7") number, inlateout("a0") args[0] => result,
            in("a1") args[1], in("a2") args[2], in("a3") args[3],
            in("a4") args[4], in("a5") args[5],
            options(nostack, preserves_flags));
    }
    result
}
