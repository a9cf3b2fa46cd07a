//! A table of an address translation with pages of 4 KiB: what each of its 512 entries is goes in,
//! the table is where it was linked. AArch64 and RISC-V differ in the entries alone.

use core::cell::UnsafeCell;

/// Bytes that an entry of each level maps, from the third level from the last on.
pub const GIB: u64 = 1 << 30;
pub const BLOCK: u64 = 2 << 20;
pub const PAGE: u64 = 4096;

/// A table.
#[repr(C, align(4096))]
pub struct Table(UnsafeCell<[u64; 512]>);

// SAFETY: a program has one thread.
unsafe impl Sync for Table {}

impl Table {
    /// No entry is valid.
    pub const EMPTY: Table = Table(UnsafeCell::new([0; 512]));

    /// Where it is.
    pub fn address(&self) -> u64 {
        self.0.get() as u64
    }

    /// Fills the table with what `entry` says of each index.
    ///
    /// # Safety
    /// Nobody else uses it.
    pub unsafe fn fill(&self, entry: impl Fn(u64) -> u64) {
        for index in 0..512 {
            // SAFETY: inside the table; the caller's promise.
            unsafe { self.0.get().cast::<u64>().add(index).write(entry(index as u64)) };
        }
    }
}
