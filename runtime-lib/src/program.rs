//! The program's root record, which the object defines.

use ahead_abi::Slice;
use ahead_abi::program::Program;

unsafe extern "C" {
    #[link_name = "ahead_program"]
    static PROGRAM: Program;
}

/// What programs refer to that were compiled for this runtime (`ahead_abi::symbol::VERSION`).
#[unsafe(export_name = "ahead_abi_4")]
pub static VERSION: u8 = 0;

/// The program this runtime is linked to.
#[inline]
pub fn program() -> &'static Program {
    // SAFETY: the object defines the symbol as a `Program`, which nothing writes.
    unsafe { &PROGRAM }
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
