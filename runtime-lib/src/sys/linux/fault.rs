//! Faults of the processor: a signal goes in, [`trap::handle`] gets what happened where.

use core::cell::UnsafeCell;

use ahead_abi::layout::MAX_PAGE_SIZE;

use super::call::call;
use super::errno::Errno;
use super::number;
use crate::arch::signal;
use crate::sys::process::exit;
use crate::trap::{self, Fault, FaultKind};

const SIGILL: usize = 4;
const SIGBUS: usize = 7;
const SIGFPE: usize = 8;
const SIGSEGV: usize = 11;
const SIGPIPE: usize = 13;
pub(super) const SIG_IGN: usize = 1;

/// Bytes of the stack that handlers run on. The kernel saves the vector registers there: 11 KiB
/// with AVX-512 and AMX, and as much with SVE. Pages that are not used cost nothing.
const STACK_LEN: usize = MAX_PAGE_SIZE as usize;

/// For its alignment the zeros of an executable begin a page, whatever size those have: kernels before 6.6 map
/// a first page of zeros that is not whole only behind data. Our linker puts what start-up writes behind it,
/// on one page.
#[repr(C, align(0x10000))]
struct FaultStack(UnsafeCell<[u8; STACK_LEN]>);

// SAFETY: only the kernel and handlers that it calls, one at a time, use it.
unsafe impl Sync for FaultStack {}

static STACK: FaultStack = FaultStack(UnsafeCell::new([0; STACK_LEN]));

/// Makes faults reach [`trap::handle`], on a stack of their own, and writes to a closed pipe fail
/// with an errno instead of a signal.
pub fn install() -> Result<(), Errno> {
    const SA_SIGINFO_ONSTACK: usize = 0x0800_0004;
    let stack = [STACK.0.get() as usize, 0, STACK_LEN];
    // SAFETY: the kernel reads a `stack_t`, and nothing else uses the stack.
    unsafe { call(number::SIGALTSTACK, [stack.as_ptr() as usize, 0])? };
    heed(bit(SIGSEGV) | bit(SIGBUS) | bit(SIGILL) | bit(SIGFPE))?;
    for number in [SIGSEGV, SIGBUS, SIGILL, SIGFPE] {
        set_action(number, on_fault as *const () as usize, SA_SIGINFO_ONSTACK)?;
    }
    set_action(SIGPIPE, SIG_IGN, 0)
}

/// Lets signals come, even if the launcher blocked them.
pub(super) fn heed(signals: u64) -> Result<(), Errno> {
    const SIG_UNBLOCK: usize = 1;
    // SAFETY: the kernel reads a mask of 8 bytes.
    unsafe { call(number::RT_SIGPROCMASK, [SIG_UNBLOCK, (&raw const signals) as usize, 0, 8]) }.map(drop)
}

/// A signal in a mask.
pub(super) const fn bit(signal: usize) -> u64 {
    1 << (signal - 1)
}

/// Sets what a signal does.
pub(super) fn set_action(signal_number: usize, handler: usize, flags: usize) -> Result<(), Errno> {
    let action = signal::action(handler, flags);
    // SAFETY: the kernel reads a `struct sigaction` with a mask of 8 bytes.
    unsafe { call(number::RT_SIGACTION, [signal_number, action.as_ptr() as usize, 0, 8]) }.map(drop)
}

/// `siginfo_t`, as far as faults need it.
#[repr(C)]
struct Info {
    number: i32,
    errno: i32,
    code: i32,
    padding: i32,
    address: usize,
}

unsafe extern "C" fn on_fault(signal_number: i32, info: *const Info, context: *mut usize) {
    // SAFETY: the kernel passes a valid `siginfo_t`.
    let info = unsafe { &*info };
    if info.code <= 0 {
        end_by_sent_signal(signal_number as usize);
    }
    let kind = match signal_number as usize {
        SIGSEGV | SIGBUS => FaultKind::Access,
        SIGILL => FaultKind::Instruction,
        _ => FaultKind::Arithmetic,
    };
    // SAFETY: this is a signal handler and `context` its third argument; where `handle` resumes,
    // all other registers are restored from the stack.
    unsafe {
        let registers = signal::registers(context);
        let resume = trap::handle(&Fault { kind, address: info.address, registers });
        signal::resume(context, resume.pc, resume.sp);
    }
}

/// A signal that a process sent is no fault of the program's: it ends with the status that a shell
/// gives to one that such a signal killed. To die of it would take system calls by which a program
/// could send signals too.
fn end_by_sent_signal(signal_number: usize) -> ! {
    const KILLED_BY: i32 = 128;
    exit(KILLED_BY + signal_number as i32)
}
