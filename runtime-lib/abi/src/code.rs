//! The map of the generated code, for traps and backtraces.

use crate::{Bytes, Slice};

/// All the generated code of a program: one contiguous range.
#[repr(C)]
pub struct CodeMap {
    /// First byte of generated code.
    pub start: *const u8,
    /// Past the last byte.
    pub end: *const u8,
    /// Sorted by `code_offset`; a function ends where the next one starts. Those that were inlined
    /// wherever they are called have no code, and come last.
    pub functions: Slice<FunctionRecord>,
    /// What else is known of the functions; see [`FunctionRecord::details`].
    pub details: Bytes,
    /// File names of the modules, as shown in a backtrace.
    pub modules: Slice<Bytes>,
}

/// One generated function.
#[repr(C)]
pub struct FunctionRecord {
    /// Where it starts, bytes from [`CodeMap::start`].
    pub code_offset: u32,
    /// Where its details start in [`CodeMap::details`]. Numbers are uleb128; lists end with a 0 in the
    /// place of the next element's first number.
    ///
    /// - Bytes of its name; 0 for code of the compiler's own (trampolines), which backtraces leave out.
    ///   Then its name, UTF-8.
    /// - Its module, an index into [`CodeMap::modules`].
    /// - The bodies that are inlined in it, from number 1 on, each: number of the body it stands in, 0
    ///   for the function itself, plus 1; its function, an index into [`CodeMap::functions`].
    /// - If there are any, the places where instructions begin to belong to another body, sorted by
    ///   address, each: code bytes since the last place, at first since the start of the function, plus
    ///   1; number of the body, or 0. At first they are the function's.
    /// - Its trap sites, sorted by address, each: code bytes since the last site, at first since the
    ///   start of the function, times 2, plus 1 if a kind follows, plus 1; wasm bytes since the last
    ///   site, at first since offset 0 of the module, times 2, or if that is negative, minus 1 minus
    ///   that; u8 ([`crate::trap::TrapKind`]), if it follows. It is else
    ///   [`crate::trap::TrapKind::MemoryOutOfBounds`].
    pub details: u32,
}
