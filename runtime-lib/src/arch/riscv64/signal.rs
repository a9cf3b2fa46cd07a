//! The interrupted registers in a signal frame of Linux (`struct ucontext` of `arch/riscv/include/uapi/asm/`), and the return from a handler.

use super::super::Registers;

/// Indexes of 8-byte words in the context, whose registers start 16-byte aligned after the mask.
const PC: usize = 22;
const LINK: usize = PC + 1;
const SP: usize = PC + 2;
const FP: usize = PC + 8;

/// The registers of the interrupted code.
///
/// # Safety
/// `context` is the third argument of a signal handler that has not returned.
pub unsafe fn registers(context: *const usize) -> Registers {
    // SAFETY: the words lie inside the context, by the layout named above.
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
    // SAFETY: the words lie inside the context, by the layout named above.
    unsafe {
        context.add(PC).write(pc);
        context.add(SP).write(sp);
    }
}

/// The words of `struct sigaction` for the kernel: handler, flags, mask, and one it does not read.
pub fn action(handler: usize, flags: usize) -> [usize; 4] {
    [handler, flags, 0, 0]
}
