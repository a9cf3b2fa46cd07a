//! Start-up: the launcher's stack goes in, the program runs on a stack with a guard.

use core::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use ahead_abi::layout::MAX_PAGE_SIZE;

use crate::program::{elements, fill_state, program};
use crate::sys::stack::GUARD_LEN;
use crate::sys::{fault, stack, stdio};
use crate::text::fail;
use crate::{arch, launch, memory};

/// Address of the guard below the program's stack; the stack begins where it ends.
static GUARD: AtomicUsize = AtomicUsize::new(0);
/// Address past the program's stack.
static STACK_END: AtomicUsize = AtomicUsize::new(0);

/// Sets up, in this order, what later steps rely on, and runs the program.
///
/// # Safety
/// Called once, at the entry of the process, with its stack pointer.
pub unsafe extern "C" fn start(stack: *const usize) -> ! {
    // SAFETY: the caller's promise.
    unsafe {
        fill_state();
        launch::keep(stack);
    }
    if stdio::fill_closed().is_err() {
        fail(1, &[b"cannot open /dev/null in the place of a closed descriptor"]);
    }
    stdio::close_others();
    let end = provide_stack(stack as usize);
    if fault::install().is_err() {
        fail(1, &[b"the system refused the handlers for traps"]);
    }
    memory::map_all();
    // SAFETY: a stack for nobody else, above a guard; this call, which may be on it, never goes on.
    unsafe { arch::call_on_stack(end, run) }
}

/// Whether an access to `address` that faults means that the stack is exhausted: it is in the guard
/// below the program's stack, or in the stack itself where the system does not let it grow further.
pub fn exhausts_stack(address: usize) -> bool {
    (GUARD.load(Relaxed)..STACK_END.load(Relaxed)).contains(&address)
}

/// Whether the 8 bytes at `address` lie in the program's stack.
pub fn in_stack(address: usize) -> bool {
    address >= GUARD.load(Relaxed) + GUARD_LEN && address <= STACK_END.load(Relaxed).saturating_sub(8)
}

/// Provides the program's stack. Answers where it ends.
fn provide_stack(entry: usize) -> usize {
    let len = program().stack_size.next_multiple_of(MAX_PAGE_SIZE) as usize;
    let Ok(stack) = stack::provide(len, entry) else {
        fail(1, &[b"cannot reserve the stack; a smaller one is set with `--stack-size` when the program is built"]);
    };
    GUARD.store(stack.start, Relaxed);
    STACK_END.store(stack.end, Relaxed);
    stack.end
}

unsafe extern "C" fn run() -> ! {
    // SAFETY: the compiler wrote functions of this crate there, and set-up is complete.
    unsafe {
        for prepare in elements(program().prepare) {
            prepare();
        }
        (program().run)()
    }
}
