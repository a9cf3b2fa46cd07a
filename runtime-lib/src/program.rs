//! The program's root record, which the object defines.

use ahead_abi::Slice;
use ahead_abi::program::{Program, State};

unsafe extern "C" {
    #[link_name = "ahead_program"]
    static PROGRAM: Program;
}

/// What programs refer to that were compiled for this runtime (`ahead_abi::symbol::VERSION`).
#[unsafe(export_name = "ahead_abi_9")]
pub static VERSION: u8 = 0;

/// The program this runtime is linked to.
#[inline]
pub fn program() -> &'static Program {
    // SAFETY: the object defines the symbol as a `Program`, which nothing writes.
    unsafe { &PROGRAM }
}

/// Gives the program's state what it holds at first.
///
/// # Safety
/// Called once, before anything looks at the state.
pub unsafe fn fill_state() {
    let State { place, contents } = &program().state;
    // SAFETY: the compiler set as many bytes apart there, and nothing refers to them yet.
    unsafe { place.copy_from_nonoverlapping(contents.ptr, contents.len) };
}

/// The elements of a slice that the compiler wrote.
///
/// # Safety
/// `slice` comes from a record of the program: its elements live as long as the program and
/// nothing writes them.
#[inline]
pub unsafe fn elements<T>(slice: Slice<T>) -> &'static [T] {
    if slice.len == 0 {
        return &[];
    }
    // SAFETY: the caller's promise; a slice that is not empty has a valid pointer (`Slice`).
    unsafe { core::slice::from_raw_parts(slice.ptr, slice.len) }
}
