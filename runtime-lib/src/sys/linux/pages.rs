//! Pages of the address space: lengths and addresses go in, mapped memory comes out. Addresses
//! and lengths are multiples of the host's page size.

use core::ptr::null_mut;
use core::sync::atomic::{AtomicPtr, AtomicUsize, Ordering::Relaxed};

use ahead_abi::Bytes;
use ahead_abi::profile::BLOCK_LEN;

use super::call::call;
use super::errno::Errno;
use super::number;
use crate::launch;
use crate::program::elements;
use crate::text::fail;

const PROT_NONE: usize = 0;
const PROT_READ_WRITE: usize = 3;
const MAP_PRIVATE_ANONYMOUS: usize = 0x22;
const MAP_NORESERVE: usize = 0x4000;
const MAP_STACK: usize = 0x2_0000;
const MAP_FIXED_NOREPLACE: usize = 0x10_0000;
const MADV_DONTNEED: usize = 4;
const MADV_HUGEPAGE: usize = 14;
const MADV_NOHUGEPAGE: usize = 15;
/// A huge page.
const HUGE_LEN: usize = BLOCK_LEN as usize;
const MREMAP_MAYMOVE_FIXED: usize = 3;
const NO_FD: usize = usize::MAX;

/// Where the pages start and end that [`expect_use`] heard of last, and that [`clear`] has not cleared since.
static NEW: [AtomicUsize; 2] = [const { AtomicUsize::new(0) }; 2];

/// The first of the blocks of [`use_small`], and their bits.
static SMALL: (AtomicUsize, AtomicPtr<Bytes>) = (AtomicUsize::new(0), AtomicPtr::new(null_mut()));

/// Gives small pages to the blocks whose bits are set in `small`, of which the first is that of `base`: what is
/// reserved there gets no huge ones, and [`expect_use`] does not ask for them.
pub fn use_small(base: usize, small: &'static Bytes) {
    let first = base & !(HUGE_LEN - 1);
    SMALL.0.store(first, Relaxed);
    SMALL.1.store((&raw const *small).cast_mut(), Relaxed);
    // SAFETY: the advice does not change what the pages hold; where nothing is yet, it is refused.
    unsafe { advise(base, first + small.len * 8 * HUGE_LEN, true, MADV_NOHUGEPAGE) };
}

/// Whether the block of an address has small pages.
fn is_small(address: usize) -> bool {
    // SAFETY: only `use_small` stores anything else than null.
    let Some(small) = (unsafe { SMALL.1.load(Relaxed).as_ref() }) else { return false };
    let block = address.wrapping_sub(SMALL.0.load(Relaxed)) / HUGE_LEN;
    // SAFETY: the compiler wrote the slice.
    unsafe { elements(*small) }.get(block / 8).is_some_and(|bits| bits >> (block % 8) & 1 != 0)
}

/// Reserves `len` bytes at `base` that nothing may access yet.
pub fn reserve(base: usize, len: usize) -> Result<(), Errno> {
    map_at(base, len, PROT_NONE, MAP_NORESERVE)
}

/// Maps `len` bytes of zeros at `base`, where nothing is yet, as [`commit`] leaves a part of a reservation.
pub fn map_growing(base: usize, len: usize) -> Result<(), Errno> {
    map_at(base, len, PROT_READ_WRITE, MAP_NORESERVE)
}

/// Maps `len` bytes of zeros at `base`, where nothing is yet.
pub fn map_fixed(base: usize, len: usize) -> Result<(), Errno> {
    map_at(base, len, PROT_READ_WRITE, 0)
}

/// Maps `len` bytes of zeros anywhere.
pub fn map(len: usize) -> Result<usize, Errno> {
    // SAFETY: the kernel picks a free range.
    unsafe { call(number::MMAP, [0, len, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, NO_FD, 0]) }
}

/// Maps a stack of `len` bytes above `guard_len` bytes that fault. Answers the guard's address.
pub fn map_stack(len: usize, guard_len: usize) -> Result<usize, Errno> {
    let flags = MAP_PRIVATE_ANONYMOUS | MAP_NORESERVE | MAP_STACK;
    // SAFETY: the kernel picks a free range, and nobody uses it yet when its start is protected.
    unsafe {
        let guard = call(number::MMAP, [0, guard_len + len, PROT_READ_WRITE, flags, NO_FD, 0])?;
        call(number::MPROTECT, [guard, guard_len, PROT_NONE])?;
        Ok(guard)
    }
}

/// Makes a part of a reservation accessible: zeros, or what it held. All of it or, with an error, nothing. Of memory
/// that is large, and likely to grow again, the kernel is asked at once for all of the 2 MiB that the part ends in, if
/// nobody touched them yet: one page fault in the place of 512. What is behind the part stays out of reach.
///
/// # Safety
/// The range, and the 2 MiB that its end lies in, are in a reservation of the caller's; nothing from `base` on is
/// accessible.
pub unsafe fn commit(base: usize, len: usize, is_large: bool) -> Result<(), Errno> {
    let end = base + len;
    let block = (end - 1) & !(HUGE_LEN - 1);
    let block_end = block + HUGE_LEN;
    // SAFETY: the caller's promise; what is written are zeros where zeros are.
    unsafe {
        let is_new = is_large && base <= block && !is_small(block);
        if !is_new || open(base, block_end - base).is_err() {
            return open(base, len);
        }
        if call(number::MADVISE, [block, HUGE_LEN, MADV_HUGEPAGE]).is_ok() {
            (block as *mut u8).write_volatile(0);
        }
        protect(end, block_end - end);
    }
    Ok(())
}

/// Makes a part of a reservation accessible: all of it or, with an error, nothing.
///
/// # Safety
/// The range lies in a reservation of the caller's, who has nothing in it.
unsafe fn open(base: usize, len: usize) -> Result<(), Errno> {
    // SAFETY: the caller's promise.
    unsafe {
        let opened = call(number::MPROTECT, [base, len, PROT_READ_WRITE]);
        // The kernel goes through the mappings of the range one by one, and stops where it refuses.
        opened.map(drop).inspect_err(|_| protect(base, len))
    }
}

/// Makes a part of a reservation inaccessible.
///
/// # Safety
/// The range lies in a reservation of the caller's, who has nothing in it.
unsafe fn protect(base: usize, len: usize) {
    // SAFETY: the caller's promise.
    if len > 0 && unsafe { call(number::MPROTECT, [base, len, PROT_NONE]) }.is_err() {
        fail(1, &[b"the system refused to protect what is behind the program's memory"]);
    }
}

/// Says of pages of zeros that nobody touched yet that they are about to be used, so that the kernel gives huge ones
/// where it may, but for those of [`use_small`]: a page fault for each 2 MiB and not for each 4 KiB, and fewer misses
/// of the TLB. A kernel that has none gives the usual ones.
///
/// # Safety
/// The range is the caller's.
pub unsafe fn expect_use(base: usize, len: usize) {
    if len < HUGE_LEN {
        return;
    }
    // SAFETY: the caller's promise.
    if unsafe { gives_zeros(base) } {
        NEW[0].store(base, Relaxed);
        NEW[1].store(base + len, Relaxed);
    }
    // SAFETY: the caller's promise; the advice does not change what the pages hold.
    unsafe { advise(base, base + len, false, MADV_HUGEPAGE) };
}

/// Gives an advice for all from `base` to `end` that lies in blocks with small pages, or in others.
///
/// # Safety
/// The advice may be given there.
unsafe fn advise(base: usize, end: usize, small: bool, advice: usize) {
    let (mut start, mut at) = (base, base);
    while at < end {
        let next = ((at | (HUGE_LEN - 1)) + 1).min(end);
        let is_meant = is_small(at) == small;
        let until = if is_meant { next } else { at };
        if start < until && (!is_meant || next == end) {
            // SAFETY: the caller's promise.
            let _ = unsafe { call(number::MADVISE, [start, until - start, advice]) };
        }
        if !is_meant {
            start = next;
        }
        at = next;
    }
}

/// Whether pages are zeros again once the system was told that what they hold is of no more use: emulators of other
/// systems' processors may take that for a hint. Tried with the page of zeros at `page`.
///
/// # Safety
/// The page is the caller's.
unsafe fn gives_zeros(page: usize) -> bool {
    let byte = page as *mut u8;
    // SAFETY: the caller's promise.
    unsafe {
        byte.write_volatile(1);
        let told = call(number::MADVISE, [page, launch::page_size(), MADV_DONTNEED]);
        let is_zero = byte.read_volatile() == 0;
        byte.write_volatile(0);
        told.is_ok() && is_zero
    }
}

/// Fills bytes with zeros. Programs clear what they get (`calloc`), and the kernel has cleared it already. So of
/// pages that were new ([`expect_use`]), it is told once that what they hold is of no more use: it hands them out
/// again as zeros, whatever they held, and as long as nobody touched them, that costs nothing.
///
/// # Safety
/// The range is the caller's, to write.
pub unsafe fn clear(start: *mut u8, len: usize) {
    let page_size = launch::page_size();
    let [new_start, new_end] = [&NEW[0], &NEW[1]].map(|end| end.load(Relaxed));
    let end = start as usize + len;
    let from = new_start.max((start as usize).next_multiple_of(page_size));
    let to = new_end.min(end & !(page_size - 1));
    // SAFETY: the caller's promise; the pages are whole and in the range, and private to this process.
    unsafe {
        if to.saturating_sub(from) >= HUGE_LEN
            && call(number::MADVISE, [from, to - from, MADV_DONTNEED]).is_ok()
        {
            NEW[0].store(to, Relaxed);
            start.write_bytes(0, from - start as usize);
            (to as *mut u8).write_bytes(0, end - to);
        } else {
            start.write_bytes(0, len);
        }
    }
}

/// Moves pages, with what they hold and how they may be accessed, over those at `to`.
///
/// # Safety
/// Both ranges are the caller's, and nobody uses the pages at `from` any more.
pub unsafe fn move_pages(from: usize, len: usize, to: usize) -> Result<(), Errno> {
    // SAFETY: the caller's promise.
    unsafe { call(number::MREMAP, [from, len, len, MREMAP_MAYMOVE_FIXED, to]) }.map(drop)
}

fn map_at(base: usize, len: usize, protection: usize, flags: usize) -> Result<(), Errno> {
    let flags = MAP_PRIVATE_ANONYMOUS | MAP_FIXED_NOREPLACE | flags;
    // SAFETY: the kernel refuses a range where something is mapped. One older than 4.17 takes the
    // address for a hint and maps elsewhere: those pages are nobody's, and given back.
    unsafe {
        let mapped = call(number::MMAP, [base, len, protection, flags, NO_FD, 0])?;
        if mapped != base {
            call(number::MUNMAP, [mapped, len])?;
            return Err(Errno::EXIST);
        }
    }
    Ok(())
}
