//! A system call with its answer as a `Result`.

use core::mem::MaybeUninit;

use super::errno::Errno;
use crate::arch::syscall;

/// Issues system call `number` with `args`, all that it takes.
///
/// # Safety
/// What the call does to memory and descriptors must be sound for the caller.
#[inline]
pub unsafe fn call<const N: usize>(number: usize, args: [usize; N]) -> Result<usize, Errno> {
    // SAFETY: the caller's promise.
    result(unsafe { value(number, args) })
}

/// [`call`], with the kernel's answer as it is: -4095..=-1 is a negated errno.
///
/// # Safety
/// As there.
#[inline]
pub unsafe fn value<const N: usize>(number: usize, args: [usize; N]) -> isize {
    const { assert!(N <= 6) };
    let mut all = [MaybeUninit::uninit(); 6];
    for (slot, arg) in all.iter_mut().zip(args) {
        slot.write(arg);
    }
    // SAFETY: the caller's promise.
    unsafe { syscall(number, all) }
}

/// What the kernel's answer means.
#[inline]
pub fn result(value: isize) -> Result<usize, Errno> {
    if (-4095..0).contains(&value) { Err(Errno(-value as u16)) } else { Ok(value as usize) }
}
