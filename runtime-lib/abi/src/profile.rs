//! The profile of a program that counts what it runs, and what another takes from it when it starts.

use crate::Bytes;

/// Bytes of a block of memory: a huge page where pages have 4 KiB, on all three architectures.
pub const BLOCK_LEN: u64 = 2 << 20;

/// Blocks that a memory of 4 GiB may lie in. The first is that of its first byte.
pub const BLOCKS: usize = (4 << 30) / BLOCK_LEN as usize + 1;

/// Where a program keeps what it counts, and which pages its memory has
/// ([`crate::program::Program::profile`]).
#[repr(C)]
pub struct Profile {
    /// The file's path, with a NUL at its end.
    pub path: Bytes,
    /// How the file starts: a multiple of [`crate::layout::MAX_PAGE_SIZE`] bytes. The first 7 are those of all
    /// profiles.
    pub header: Bytes,
    /// The counters, which follow in the file: zeros, at a multiple of [`crate::layout::MAX_PAGE_SIZE`].
    pub counters: *mut u8,
    /// Bytes of counters, a multiple of that too.
    pub counters_len: u64,
    /// Among the counters, for each block of the first memory: what was touched of it. Null: it is not counted.
    pub touched: *mut Touched,
    /// For [`crate::symbol::USE_SMALL_PAGES`], a bit for each block of the first memory, from the lowest on: whether it
    /// has small pages.
    pub small: Bytes,
}

/// What programs touched of a block of memory.
#[repr(C)]
pub struct Touched {
    /// How many runs touched it.
    pub runs: u64,
    /// How many bytes, in whole pages, all of them.
    pub bytes: u64,
}
