//! Randomness from the kernel.

use super::call::call;
use super::errno::Errno;
use super::number;

/// Fills `len` bytes at `address`, however many; waits for the kernel's source to be ready.
///
/// # Safety
/// The bytes are valid for the kernel to write.
pub unsafe fn fill(mut address: usize, mut len: usize) -> Result<(), Errno> {
    while len > 0 {
        // SAFETY: the caller's promise; what is left lies inside.
        match unsafe { call(number::GETRANDOM, [address, len, 0]) } {
            Ok(count) => {
                address += count;
                len -= count;
            }
            Err(Errno::INTR) => {}
            Err(errno) => return Err(errno),
        }
    }
    Ok(())
}
