//! Start-up: the launcher's stack goes in, the program runs on a stack of its own.

use core::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use ahead_abi::ABI_VERSION;
use ahead_abi::layout::MAX_PAGE_SIZE;

use crate::program::{elements, program};
use crate::sys::pages::GUARD_LEN;
use crate::sys::{fault, pages, stdio};
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
    if program().version != ABI_VERSION {
        fail(1, &[b"the program was compiled for another version of the runtime that it is linked with"]);
    }
    // SAFETY: the caller's promise.
    unsafe { launch::keep(stack) };
    if stdio::fill_closed().is_err() {
        fail(1, &[b"cannot open /dev/null in the place of a closed descriptor"]);
    }
    stdio::close_others();
    let top = map_stacks();
    // SAFETY: the stack above the program's is for that.
    if unsafe { fault::install(top) }.is_err() {
        fail(1, &[b"the system refused the handlers for traps"]);
    }
    memory::map_all();
    // SAFETY: `map_stacks` made a stack for nobody else, above a guard.
    unsafe { arch::call_on_stack(top, run) }
}

/// Whether `address` is in the guard below the program's stack.
pub fn in_guard(address: usize) -> bool {
    address.wrapping_sub(GUARD.load(Relaxed)) < GUARD_LEN && GUARD.load(Relaxed) != 0
}

/// Whether the 8 bytes at `address` lie in the program's stack.
pub fn in_stack(address: usize) -> bool {
    address >= GUARD.load(Relaxed) + GUARD_LEN && address <= STACK_END.load(Relaxed).saturating_sub(8)
}

/// Maps the program's stack, and above it, for one system call less, that of the handlers of
/// faults. Answers the address between the two.
fn map_stacks() -> usize {
    let len = program().stack_size.next_multiple_of(MAX_PAGE_SIZE) as usize;
    let Ok(guard) = pages::map_stack(len + fault::STACK_LEN, GUARD_LEN) else {
        fail(1, &[b"cannot reserve the stack; a smaller one is set with `--stack-size` when the program is built"]);
    };
    GUARD.store(guard, Relaxed);
    STACK_END.store(guard + GUARD_LEN + len, Relaxed);
    guard + GUARD_LEN + len
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
