//! `memory.copy`, `memory.fill` and `memory.init`: checked as a whole before the first byte is
//! written (WebAssembly 2.0, 4.4.7).

use ahead_abi::memory::{DataSegment, Memory};
use ahead_abi::trap::TrapKind;

use crate::sys::pages;
use crate::trap::raise;

/// `memory.copy`.
///
/// # Safety
/// Both memories are the program's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ahead_memory_copy(
    to: *mut Memory,
    from: *mut Memory,
    to_address: u64,
    from_address: u64,
    len: u64,
) {
    // SAFETY: the caller's promise; `range` leaves only ranges inside the memories.
    unsafe {
        let source = range((*from).base, (*from).len, from_address, len);
        let target = range((*to).base, (*to).len, to_address, len);
        target.copy_from(source, len as usize);
    }
}

/// `memory.fill` with the low byte of `byte`.
///
/// # Safety
/// The memory is the program's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ahead_memory_fill(memory: *mut Memory, address: u64, byte: u32, len: u64) {
    // SAFETY: the caller's promise; `range` leaves only ranges inside the memory.
    unsafe { fill(range((*memory).base, (*memory).len, address, len), byte as u8, len as usize) }
}

/// Of a loop that stores the low `width` bytes of `value` again and again, until it has come `step` bytes further each
/// time from `start` to `end` or beyond: does all of its rounds but the last, if they fill the memory with a byte and
/// stay inside it. Notes how many bytes further the loop is then. Called by `ahead_memory_fill_ahead`.
///
/// # Safety
/// The memory is the program's; `step` is not 0, and `width` from 1 to 8.
pub unsafe extern "C" fn fill_ahead(
    memory: *mut Memory,
    start: u64,
    end: u64,
    value: u64,
    width: u32,
    step: u32,
) {
    let repeated = u64::from_le_bytes([value as u8; 8]);
    let is_byte = (value ^ repeated) << (64 - 8 * width) == 0;
    let len = end.saturating_sub(start).saturating_sub(1) / u64::from(step) * u64::from(step);
    // SAFETY: the caller's promise; the range was seen to be inside the memory.
    unsafe {
        let fits = is_byte && start + len <= (*memory).len;
        (*memory).filled = if fits { len } else { 0 };
        if fits {
            fill((*memory).base.wrapping_add(start as usize), value as u8, len as usize);
        }
    }
}

/// Fills `len` bytes.
///
/// # Safety
/// They are the program's, to write.
unsafe fn fill(start: *mut u8, byte: u8, len: usize) {
    // SAFETY: the caller's promise.
    unsafe {
        match byte {
            0 => pages::clear(start, len),
            byte => start.write_bytes(byte, len),
        }
    }
}

/// `memory.init`.
///
/// # Safety
/// Memory and segment are the program's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ahead_memory_init(
    memory: *mut Memory,
    segment: *const DataSegment,
    to: u64,
    from: u64,
    len: u64,
) {
    // SAFETY: the caller's promise; `range` leaves only ranges inside memory and segment, which
    // do not overlap: the segment is the program's read-only data.
    unsafe {
        let source = range((*segment).data.cast_mut(), (*segment).len, from, len);
        let target = range((*memory).base, (*memory).len, to, len);
        target.copy_from_nonoverlapping(source, len as usize);
    }
}

/// Address of byte `start` of the `whole` bytes at `base`, once `len` bytes from there are known to
/// be inside.
fn range(base: *mut u8, whole: u64, start: u64, len: u64) -> *mut u8 {
    match start.checked_add(len) {
        Some(end) if end <= whole => base.wrapping_add(start as usize),
        _ => raise(TrapKind::MemoryOutOfBounds),
    }
}
