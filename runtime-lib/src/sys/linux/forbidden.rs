//! Only in the runtime of a test: a system call that the program was launched with goes in, as decimal
//! arguments, and is made, whether the program's filter allows it or not.

use super::call::call;
use super::errno::Errno;
use crate::arch;
use crate::launch;

/// Makes the call whose number is the first argument of the launch, with the others; `i386`: one of
/// that architecture.
pub fn call_as_told() -> Result<(), Errno> {
    let mut told = launch::arguments().skip(1);
    let number = told.next().ok_or(Errno::INVAL)?;
    if number == b"i386" {
        return arch::call_i386().then_some(()).ok_or(Errno::NOSYS);
    }
    let mut args = [0; 6];
    for (slot, arg) in args.iter_mut().zip(told) {
        *slot = decimal(arg)?;
    }
    // SAFETY: none: a test asks for calls that its filter is there to stop, or that harm nothing.
    unsafe { call(decimal(number)?, args) }.map(drop)
}

fn decimal(text: &[u8]) -> Result<usize, Errno> {
    core::str::from_utf8(text).ok().and_then(|text| text.parse().ok()).ok_or(Errno::INVAL)
}
