//! The guard below the stack: an address and a length go in, memory that faults comes out.

use core::arch::asm;

use ahead_abi::board::Privilege;

use super::super::table::{BLOCK, GIB, PAGE, Table};
use crate::sys::board_record;

/// Makes every access to the `len` bytes at `start` fault; both are multiples of 4096.
///
/// In machine mode physical memory protection does it, in supervisor mode, where that belongs to the
/// firmware, an identity map (Sv39) with a hole.
///
/// # Safety
/// Nothing is stored there, and `len` is a power of two of which `start` is a multiple.
pub unsafe fn protect(start: usize, len: usize) {
    // SAFETY: the caller's promise.
    unsafe {
        match board_record().privilege {
            Privilege::Machine => lock(start, len),
            Privilege::Supervisor => map_around(start as u64, len as u64),
        }
    }
}

/// Locks the range in the first entry: without the lock machine mode would not be bound by it.
/// Addresses that no entry matches stay open to machine mode (Privileged ISA, 3.7.1).
unsafe fn lock(start: usize, len: usize) {
    /// Locked, a naturally aligned power of two, no access.
    const CONFIGURATION: usize = 1 << 7 | 3 << 3;
    let address = start >> 2 | (len >> 3) - 1;
    // SAFETY: the caller's promise.
    unsafe {
        asm!("csrw pmpaddr0, {}", "csrw pmpcfg0, {}", "sfence.vma", in(reg) address, in(reg) CONFIGURATION,
            options(nostack));
    }
}

/// Bits of an entry: valid, readable, writable, executable, accessed, dirty.
const LEAF: u64 = 0b1100_1111;
/// Bit of an entry that is another table.
const TABLE: u64 = 1;

static LEVEL_2: Table = Table::EMPTY;
static LEVEL_1: Table = Table::EMPTY;
static LEVEL_0: Table = Table::EMPTY;

/// Maps the lower 256 GiB to themselves, but for the range. What is memory and what is devices, the
/// platform knows (Privileged ISA, 3.6: physical memory attributes).
unsafe fn map_around(start: u64, len: u64) {
    const SV39: u64 = 8 << 60;
    let (gib, block) = (start / GIB * GIB, start / BLOCK * BLOCK);
    let entry = |address: u64, bits: u64| address >> 12 << 10 | bits;
    // SAFETY: this is the only user of the tables; the caller's promise for the rest.
    unsafe {
        LEVEL_2.fill(|index| match index * GIB {
            address if address == gib => entry(LEVEL_1.address(), TABLE),
            // The upper half would be addresses that no processor takes.
            _ if index >= 256 => 0,
            address => entry(address, LEAF),
        });
        LEVEL_1.fill(|index| match gib + index * BLOCK {
            address if address == block => entry(LEVEL_0.address(), TABLE),
            address => entry(address, LEAF),
        });
        LEVEL_0.fill(|index| match block + index * PAGE {
            address if address.wrapping_sub(start) < len => 0,
            address => entry(address, LEAF),
        });
        let satp = SV39 | LEVEL_2.address() >> 12;
        asm!("sfence.vma", "csrw satp, {}", "sfence.vma", in(reg) satp, options(nostack));
    }
}
