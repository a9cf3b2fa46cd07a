//! The interrupted registers in a signal frame of Linux (`struct ucontext` of `arch/x86/include/uapi/asm/`), and the return from a handler.

use super::super::Registers;

/// Indexes of 8-byte words in the context.
const FP: usize = 15;
const SP: usize = 20;
const PC: usize = 21;

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
            link: 0,
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

/// The words of `struct sigaction` for the kernel: handler, flags, restorer, mask. This
/// architecture has no way back from a handler but the restorer.
pub fn action(handler: usize, flags: usize) -> [usize; 4] {
    const SA_RESTORER: usize = 0x0400_0000;
    [handler, flags | SA_RESTORER, restorer as *const () as usize, 0]
}

/// Returns from a handler: `rt_sigreturn`.
#[unsafe(naked)]
unsafe extern "C" fn restorer() -> ! {
    core::arch::naked_asm!("mov eax, {}", "syscall", const super::number::RT_SIGRETURN)
}
