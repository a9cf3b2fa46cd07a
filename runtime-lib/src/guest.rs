//! Guest addresses in, checked host memory out: the only place where one becomes the other.
//!
//! WASI functions see one memory, that of the main module. A range is checked against its length
//! at the moment of the call; nothing here is kept across calls, since `memory.grow` moves the end.
//! Memory is only ever copied, never borrowed: guest code may hold any address, aligned or not,
//! and ranges that overlap.

use crate::program::program;
use crate::wasi::errno::Errno;

/// Host address and length in bytes of the memory that WASI functions use; length 0: there is none.
fn memory() -> (*mut u8, u64) {
    let memory = program().wasi_memory;
    if memory.is_null() {
        return (core::ptr::null_mut(), 0);
    }
    // SAFETY: not null, so the compiler wrote the address of a `Memory`; `memory.grow`, the only
    // writer, does not run while a WASI function does.
    unsafe { ((*memory).base, (*memory).len) }
}

/// A range of guest memory that was in bounds when it was made.
#[derive(Clone, Copy)]
pub struct GuestRange {
    start: *mut u8,
    len: usize,
}

impl GuestRange {
    /// The `len` bytes at guest `address`. Errors: `FAULT` if any of them is out of bounds; an
    /// empty range may start at the end.
    pub fn new(address: u32, len: u64) -> Result<GuestRange, Errno> {
        let (base, memory_len) = memory();
        match u64::from(address).checked_add(len) {
            // `len` fits: it is at most the length of a memory that is mapped.
            Some(end) if end <= memory_len => {
                Ok(GuestRange { start: base.wrapping_add(address as usize), len: len as usize })
            }
            _ => Err(Errno::FAULT),
        }
    }

    /// The range of `count` elements of `size` bytes each.
    pub fn array(address: u32, count: u32, size: u64) -> Result<GuestRange, Errno> {
        GuestRange::new(address, u64::from(count) * size)
    }

    /// Count of bytes.
    pub fn len(self) -> usize {
        self.len
    }

    /// Host address, for the kernel, which reads or writes up to [`GuestRange::len`] bytes there.
    pub fn host_address(self) -> usize {
        self.start as usize
    }

    /// Copies from `offset` on into `to`; answers `None`, and copies nothing, if that would leave
    /// the range.
    pub fn read(self, offset: usize, to: &mut [u8]) -> Option<()> {
        let from = self.at(offset, to.len())?;
        // SAFETY: `at` checked that the bytes lie in the range, which was in bounds when made and
        // still is, as memories never shrink. `copy` allows overlap.
        unsafe { core::ptr::copy(from, to.as_mut_ptr(), to.len()) };
        Some(())
    }

    /// Copies `from` to `offset`; answers `None`, and copies nothing, if that would leave the range.
    pub fn write(self, offset: usize, from: &[u8]) -> Option<()> {
        let to = self.at(offset, from.len())?;
        // SAFETY: as in `read`; guest memory is writable whenever it is in bounds.
        unsafe { core::ptr::copy(from.as_ptr(), to, from.len()) };
        Some(())
    }

    fn at(self, offset: usize, len: usize) -> Option<*mut u8> {
        (offset.checked_add(len)? <= self.len).then(|| self.start.wrapping_add(offset))
    }
}

/// Reads `N` bytes at guest `address`. Errors: `FAULT`.
pub fn read<const N: usize>(address: u32) -> Result<[u8; N], Errno> {
    let mut bytes = [0; N];
    GuestRange::new(address, N as u64)?.read(0, &mut bytes).ok_or(Errno::FAULT)?;
    Ok(bytes)
}

/// Where a function puts a result of `N` bytes. Made before the function does anything, so that a
/// bad address has no effect; written after success only.
#[derive(Clone, Copy)]
pub struct GuestSlot<const N: usize>(GuestRange);

impl<const N: usize> GuestSlot<N> {
    /// The slot at guest `address`. Errors: `FAULT`.
    pub fn new(address: u32) -> Result<GuestSlot<N>, Errno> {
        GuestRange::new(address, N as u64).map(GuestSlot)
    }

    /// Puts the result there.
    pub fn set(self, bytes: [u8; N]) {
        // `N` bytes fit a range of `N` bytes.
        let _ = self.0.write(0, &bytes);
    }
}
