//! Randomness: what the board has, or numbers that follow from a seed given when it was built.

use core::sync::atomic::{AtomicU64, Ordering::Relaxed};

use ahead_abi::board::Random;

use super::errno::Errno;
use super::record::board;
use crate::sys::board as processor;

/// How many numbers were drawn from the seed.
static DRAWN: AtomicU64 = AtomicU64::new(0);

/// Fills `len` bytes at `address`. Errors: `OPNOTSUPP` where the board has no source and no seed was
/// given; `IO` where the source gives nothing.
///
/// # Safety
/// The bytes are valid to write.
pub unsafe fn fill(address: usize, len: usize) -> Result<(), Errno> {
    let mut done = 0;
    while done < len {
        let word = next()?.to_le_bytes();
        let piece = word.get(..(len - done).min(8)).unwrap_or_default();
        // SAFETY: the caller's promise; the piece ends inside.
        unsafe { ((address + done) as *mut u8).copy_from(piece.as_ptr(), piece.len()) };
        done += piece.len();
    }
    Ok(())
}

fn next() -> Result<u64, Errno> {
    match board().random {
        Random::None => Err(Errno::OPNOTSUPP),
        Random::Seed => {
            let count = DRAWN.load(Relaxed) + 1;
            DRAWN.store(count, Relaxed);
            Ok(split_mix(board().seed, count))
        }
        Random::Rndr => processor::random().ok_or(Errno::IO),
    }
}

/// Number `count` of the sequence SplitMix64 (Steele, Lea, Flood 2014) from `seed`: every bit of the
/// seed shows in every number. It is no secret, and nothing better would make one of it.
fn split_mix(seed: u64, count: u64) -> u64 {
    let mut z = seed.wrapping_add(count.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
