//! Tables, function references and element segments.

/// What a funcref is: the address of one of these; null is 0. The records of a program's functions
/// that a reference may name stand in one array, and a table of funcrefs holds
/// copies of them, so that `call_indirect` needs one cache line.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct FunctionRef {
    /// Entry of the native function; null in a null table entry, and where the program calls no
    /// references of its type.
    pub code: *const u8,
    /// Program-wide number of its type, structurally unique, never 0; 0 in a null table entry.
    pub type_id: u32,
    /// Its place in the array of records.
    pub index: u32,
}

/// What a table's entries are.
#[repr(u32)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EntryKind {
    /// [`FunctionRef`], 16 bytes, by value.
    Function = 0,
    /// A reference the program cannot look into, 8 bytes; null is 0.
    Extern = 1,
}

impl EntryKind {
    /// Bytes an entry takes.
    pub const fn size(self) -> usize {
        match self {
            EntryKind::Function => 16,
            EntryKind::Extern => 8,
        }
    }
}

/// One table. Written by the compiler with its initial entries in place, updated by `table.grow`.
#[repr(C)]
pub struct Table {
    /// First entry.
    pub base: *mut u8,
    /// Count of entries now.
    pub len: u64,
    /// `table.grow` answers -1 beyond this many entries.
    pub max_len: u64,
    /// Entries that fit at `base`; `table.grow` beyond moves the table to fresh pages.
    pub capacity: u64,
    /// What the entries are.
    pub kind: EntryKind,
    /// Zero.
    pub padding: u32,
}

/// An element segment that the program may still apply with `table.init`, its entries in the form
/// of the table's. `elem.drop` sets `len` to 0.
#[repr(C)]
pub struct ElementSegment {
    /// First entry.
    pub entries: *const u8,
    /// Count of entries.
    pub len: u64,
}
