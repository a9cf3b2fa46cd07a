//! The profile of a program that counts what it runs.

use crate::Bytes;

/// Where a program keeps what it counts; the object has one if it was built to ([`crate::program::Program::profile`]).
#[repr(C)]
pub struct Profile {
    /// The file's path, with a NUL at its end.
    pub path: Bytes,
    /// How the file starts: a multiple of [`crate::layout::MAX_PAGE_SIZE`] bytes. The first 8 are those of all profiles.
    pub header: Bytes,
    /// The counters, which follow in the file: zeros, at a multiple of [`crate::layout::MAX_PAGE_SIZE`].
    pub counters: *mut u8,
    /// Bytes of counters, a multiple of that too.
    pub counters_len: u64,
}
