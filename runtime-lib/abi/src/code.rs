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
    /// Names of the functions, UTF-8, one after the other.
    pub names: Bytes,
    /// Trap sites of all functions; see [`FunctionRecord::sites`].
    pub sites: Bytes,
    /// Inlined bodies in all functions; see [`FunctionRecord::inlined`].
    pub inlined: Bytes,
    /// File names of the modules, as shown in a backtrace.
    pub modules: Slice<Bytes>,
}

/// One generated function.
#[repr(C)]
pub struct FunctionRecord {
    /// Where it starts, bytes from [`CodeMap::start`].
    pub code_offset: u32,
    /// Where its name starts in [`CodeMap::names`].
    pub name_offset: u32,
    /// Bytes of its name; 0 for code of the compiler's own (trampolines), which backtraces leave out.
    pub name_len: u32,
    /// Index into [`CodeMap::modules`].
    pub module: u32,
    /// Where its trap sites start in [`CodeMap::sites`]: a sequence sorted by address, each
    /// uleb128 (code bytes since the last site, at first since the start of the function; plus 1),
    /// sleb128 (wasm bytes since the last site, at first since offset 0 of the module),
    /// u8 ([`crate::trap::TrapKind`]); ended by a 0 byte in the place of the first number.
    pub sites: u32,
    /// Where its inlined bodies start in [`CodeMap::inlined`]; 0 is where none are. First the
    /// bodies, from number 1 on, each uleb128 (number of the body it stands in, 0 for the function
    /// itself; plus 1), uleb128 (its function, an index into [`CodeMap::functions`]); ended by a 0
    /// byte. Then the places where instructions begin to belong to another body, sorted by address,
    /// each uleb128 (code bytes since the last place, at first since the start of the function; plus
    /// 1), uleb128 (number of the body, or 0); ended by a 0 byte. At first they are the function's.
    pub inlined: u32,
}
