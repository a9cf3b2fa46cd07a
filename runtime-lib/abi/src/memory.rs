//! Linear memories and the data segments that fill them.

use crate::Slice;

/// How accesses to a memory are kept inside it.
#[repr(u32)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Bounds {
    /// [`crate::layout::GUARDED_LEN`] bytes are reserved without access, so that an access past
    /// the end faults.
    Guard = 0,
    /// Each access compares with [`Memory::len`]; only `len` bytes are mapped.
    Explicit = 1,
}

/// One linear memory. Written by the compiler with the state before instantiation, mapped by the
/// runtime at start (`len` bytes, image applied), and updated by `memory.grow`.
#[repr(C)]
pub struct Memory {
    /// Host address of guest address 0: a multiple of [`crate::layout::MAX_PAGE_SIZE`].
    pub base: *mut u8,
    /// Bytes accessible now. Before start: the declared minimum.
    pub len: u64,
    /// `memory.grow` answers -1 beyond this many bytes.
    pub max_len: u64,
    /// How accesses are kept inside.
    pub bounds: Bounds,
    /// log2 of the page size in bytes: 16, or 0 for custom page sizes.
    pub page_shift: u32,
    /// What the last call of [`crate::symbol::MEMORY_FILL_AHEAD`] filled, bytes.
    pub filled: u64,
    /// What the memory holds at start; zeros elsewhere. Sorted by address, disjoint.
    pub image: Slice<ImagePiece>,
}

/// A piece of a memory's initial contents.
#[repr(C)]
pub struct ImagePiece {
    /// Guest address in bytes.
    pub address: u64,
    /// The bytes in the executable. The pages of a mapped piece hold nothing else, and move.
    pub data: *const u8,
    /// Count of bytes. For a mapped piece a multiple of [`crate::layout::MAX_PAGE_SIZE`], as are
    /// `address` and `data`; such a piece may end past `Memory::len` rounded to that size only.
    pub len: u64,
    /// How the piece gets to its place.
    pub placement: Placement,
}

/// How an [`ImagePiece`] gets to its place.
#[repr(u64)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Placement {
    /// Copied: cheaper when small.
    Copy = 0,
    /// Its pages are moved (`mremap`): costs nothing per byte.
    Map = 1,
}

/// A data segment that the program may still apply with `memory.init`. `data.drop` sets `len` to 0.
#[repr(C)]
pub struct DataSegment {
    /// The bytes.
    pub data: *const u8,
    /// Count of bytes.
    pub len: u64,
}
