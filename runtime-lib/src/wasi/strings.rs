//! Lists of strings for the guest: pointers in one place, bytes with a NUL each in another.
//!
//! A string is given in parts, so that a variable's name and value need not be put together first.

use crate::guest::{GuestRange, GuestSlot};

use super::errno::Errno;

/// A string in three parts.
pub type Parts = [&'static [u8]; 3];

/// A string in one part.
pub fn whole(string: &'static [u8]) -> Parts {
    [string, b"", b""]
}

/// Writes the count of `strings` to guest address `count`, and to `size` that of all their bytes,
/// NULs included. Errors: `FAULT`; `OVERFLOW` where they do not fit 32 bits.
pub fn sizes_get(strings: impl Iterator<Item = Parts>, count: u32, size: u32) -> Result<(), Errno> {
    let (count, size) = (GuestSlot::<4>::new(count)?, GuestSlot::<4>::new(size)?);
    let (strings, bytes) = measure(strings);
    let strings = u32::try_from(strings).map_err(|_| Errno::OVERFLOW)?;
    let bytes = u32::try_from(bytes).map_err(|_| Errno::OVERFLOW)?;
    count.set(strings.to_le_bytes());
    size.set(bytes.to_le_bytes());
    Ok(())
}

/// Writes the bytes of `strings` to guest address `buffer`, and their addresses to `pointers`.
/// Errors: `FAULT`, and then nothing is written.
pub fn get(strings: impl Iterator<Item = Parts> + Clone, pointers: u32, buffer: u32) -> Result<(), Errno> {
    let (count, size) = measure(strings.clone());
    let pointers = GuestRange::new(pointers, count.saturating_mul(4))?;
    let bytes = GuestRange::new(buffer, size)?;
    let mut offset = 0;
    for (index, parts) in strings.enumerate() {
        let address = buffer.wrapping_add(offset as u32);
        // The ranges hold what was measured, here and below.
        let _ = pointers.write(index * 4, &address.to_le_bytes());
        for part in parts.into_iter().chain([b"\0".as_slice()]) {
            let _ = bytes.write(offset, part);
            offset += part.len();
        }
    }
    Ok(())
}

/// Count of strings, and of all their bytes with a NUL each.
fn measure(strings: impl Iterator<Item = Parts>) -> (u64, u64) {
    strings.fold((0, 0), |(count, size), parts| {
        let len: usize = parts.iter().map(|part| part.len()).sum();
        (count + 1, size + len as u64 + 1)
    })
}
