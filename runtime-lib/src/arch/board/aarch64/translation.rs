//! The static identity map: what the board's record says of RAM goes in, a processor with its MMU
//! and caches on comes out.
//!
//! With the MMU off all memory is device memory, on which every unaligned access faults. Here RAM is
//! normal, cached memory; the guard below the stack is not there; all else is device memory. The
//! GiB with the guard is mapped by 2 MiB, and the 2 MiB with the guard by pages; elsewhere a GiB is
//! RAM if all of it is. (Arm ARM, D8: 4 KiB granule, 39 bits of address, so level 1 comes first.)

use core::arch::asm;

use ahead_abi::layout::BOARD_GUARD_LEN;

use super::super::table::{BLOCK, GIB, PAGE, Table};
use crate::sys::board_record;
use crate::sys::pages::guard_start;

/// Bits of a descriptor: valid, accessed, inner shareable; and for device memory the second
/// attribute of `MAIR_EL1`, never executed.
const NORMAL: u64 = 1 | 1 << 10 | 3 << 8;
const DEVICE: u64 = 1 | 1 << 10 | 1 << 2 | 3 << 53;
/// Bit of a descriptor that is another table, or at the last level a page.
const TABLE: u64 = 3;

/// `MAIR_EL1`: attribute 0 is normal memory, written back, allocated on reads and writes; 1 is
/// device memory, in order and early acknowledged (nGnRE).
const ATTRIBUTES: u64 = 0x04_ff;
/// `TCR_EL1`: 39 bits of address below, nothing above; tables cached like RAM; 40 bits of output.
const CONTROL: u64 = 25 | 1 << 8 | 1 << 10 | 3 << 12 | 1 << 23 | 2 << 32;
/// `SCTLR_EL1`: the bits that must be 1; instruction cache, data cache, MMU.
const SYSTEM: u64 = 0x30d0_0800 | 1 << 12 | 1 << 2 | 1;

static LEVEL_1: Table = Table::EMPTY;
static LEVEL_2: Table = Table::EMPTY;
static LEVEL_3: Table = Table::EMPTY;

/// Fills the tables and switches the MMU and the caches on.
///
/// # Safety
/// Called once, at EL1 with the MMU off.
pub unsafe extern "C" fn map() {
    let guard = guard_start() as u64;
    let (gib, block) = (guard / GIB * GIB, guard / BLOCK * BLOCK);
    let board = board_record();
    let ram = board.ram_start..board.ram_start + board.ram_len;
    let memory = |start: u64, len: u64| {
        let inside = start >= ram.start && start + len <= ram.end;
        start | if inside { NORMAL } else { DEVICE }
    };
    // SAFETY: this is the only user of the tables; the caller's promise for the rest.
    unsafe {
        LEVEL_1.fill(|index| match index * GIB {
            start if start == gib => LEVEL_2.address() | TABLE,
            start => memory(start, GIB),
        });
        LEVEL_2.fill(|index| match gib + index * BLOCK {
            start if start == block => LEVEL_3.address() | TABLE,
            start => memory(start, BLOCK),
        });
        LEVEL_3.fill(|index| match block + index * PAGE {
            start if start.wrapping_sub(guard) < BOARD_GUARD_LEN => 0,
            start => memory(start, PAGE) | TABLE,
        });
        for table in [&LEVEL_1, &LEVEL_2, &LEVEL_3] {
            discard(table.address());
        }
        enable();
    }
}

/// Takes a table out of the cache: what was written past the cache counts, not what was in it.
///
/// # Safety
/// The page at `table` was written with the cache off.
unsafe fn discard(table: u64) {
    /// No cache has shorter lines.
    const LINE: usize = 16;
    unsafe { asm!("dsb sy", options(nostack, preserves_flags)) };
    for line in (table..table + PAGE).step_by(LINE) {
        // SAFETY: the caller's promise.
        unsafe { asm!("dc ivac, {}", in(reg) line, options(nostack, preserves_flags)) };
    }
}

/// # Safety
/// The tables map what runs and what it uses where it is.
unsafe fn enable() {
    // SAFETY: the caller's promise.
    unsafe {
        asm!(
            "dsb sy",
            "msr mair_el1, {attributes}",
            "msr tcr_el1, {control}",
            "msr ttbr0_el1, {table}",
            "isb",
            "tlbi vmalle1",
            "ic iallu",
            "dsb sy",
            "isb",
            "msr sctlr_el1, {system}",
            "isb",
            attributes = in(reg) ATTRIBUTES,
            control = in(reg) CONTROL,
            table = in(reg) LEVEL_1.address(),
            system = in(reg) SYSTEM,
            options(nostack, preserves_flags)
        );
    }
}
