//! The interrupted registers in a signal frame of Linux, and the return from a handler, on the
//! architectures where `struct ucontext` differs in nothing but where each register is.

use super::Registers;
use super::context::{FP, LINK, PC, SP};

/// The registers of the interrupted code.
///
/// # Safety
/// `context` is the third argument of a signal handler that has not returned.
pub unsafe fn registers(context: *const usize) -> Registers {
    // SAFETY: the words lie inside the context, by the layout of the architecture.
    unsafe {
        Registers {
            pc: context.add(PC).read(),
            sp: context.add(SP).read(),
            fp: context.add(FP).read(),
            link: context.add(LINK).read(),
        }
    }
}

/// Makes the handler return to `pc` with `sp`.
///
/// # Safety
/// `context` is the third argument of a signal handler that has not returned, and code at `pc`
/// needs no other registers.
pub unsafe fn resume(context: *mut usize, pc: usize, sp: usize) {
    // SAFETY: the words lie inside the context, by the layout of the architecture.
    unsafe {
        context.add(PC).write(pc);
        context.add(SP).write(sp);
    }
}

/// The words of `struct sigaction` for the kernel: handler and flags; of the others one is the mask,
/// and one is not read.
pub fn action(handler: usize, flags: usize) -> [usize; 4] {
    [handler, flags, 0, 0]
}
