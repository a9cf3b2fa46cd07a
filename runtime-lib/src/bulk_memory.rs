//! `memory.copy`, `memory.fill` and `memory.init`: checked as a whole before the first byte is
//! written (WebAssembly 2.0, 4.4.7).

use ahead_abi::memory::{DataSegment, Memory};
use ahead_abi::trap::TrapKind;

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
    unsafe { range((*memory).base, (*memory).len, address, len).write_bytes(byte as u8, len as usize) }
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
