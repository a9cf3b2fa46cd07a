//! The contract between the Ahead compiler, which writes these records, and its runtime, which
//! reads them.
//!
//! Every record is `repr(C)`, little-endian, with 8-byte pointers: the layout is the same on
//! x86-64, AArch64 and RISC-V (64-bit). [`symbol::VERSION`] changes when any of it does.
#![no_std]
#![forbid(unsafe_code)]

pub mod board;
pub mod code;
pub mod confinement;
pub mod denial;
pub mod grants;
pub mod import;
pub mod layout;
pub mod memory;
pub mod profile;
pub mod program;
pub mod symbol;
pub mod system_call;
pub mod table;
pub mod trap;
pub mod value;

/// `len` elements at `ptr`; `ptr` is null or anything when `len` is 0.
#[repr(C)]
pub struct Slice<T> {
    /// First element.
    pub ptr: *const T,
    /// Count of elements.
    pub len: usize,
}

/// UTF-8 (or, for host paths, any) bytes, not NUL-terminated.
pub type Bytes = Slice<u8>;

impl<T> Clone for Slice<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Slice<T> {}
