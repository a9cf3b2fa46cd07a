//! Where the boot loader enters an image: a processor in any state goes in, one at EL1 with a stack,
//! zeroed data, floating point and mapped memory comes out.

use core::arch::naked_asm;

use super::translation::map;
use super::vector::vectors;
use crate::sys::start_board;

/// The entry point. All cores but the first wait forever, whether firmware starts them here or not.
/// From EL2, where most boot loaders leave off, it goes down to EL1; EL3 is firmware's and not for us.
#[unsafe(naked)]
#[unsafe(no_mangle)]
#[unsafe(link_section = ".text.start")]
pub extern "C" fn ahead_board_start() -> ! {
    naked_asm!(
        "msr daifset, #0xf",
        "mrs x9, mpidr_el1",
        "and x9, x9, #0xffffff",
        "cbz x9, 2f",
        "1:",
        "wfe",
        "b 1b",
        "2:",
        "mrs x9, CurrentEL",
        "cmp x9, #8",
        "b.hi 1b",
        "b.lo 3f",
        // EL1 is AArch64, may read the timer and use floating point; its control register starts
        // with only those bits set that must be.
        "mov x9, #0x80000000",
        "msr hcr_el2, x9",
        "mrs x9, cnthctl_el2",
        "orr x9, x9, #3",
        "msr cnthctl_el2, x9",
        "msr cntvoff_el2, xzr",
        "mov x9, #0x33ff",
        "msr cptr_el2, x9",
        "msr hstr_el2, xzr",
        "mov x9, #0x0800",
        "movk x9, #0x30d0, lsl #16",
        "msr sctlr_el1, x9",
        "mov x9, #0x3c5",
        "msr spsr_el2, x9",
        "adr x9, 3f",
        "msr elr_el2, x9",
        "eret",
        "3:",
        "msr spsel, #1",
        "mov x9, #0x300000",
        "msr cpacr_el1, x9",
        "adrp x9, {vectors}",
        "add x9, x9, :lo12:{vectors}",
        "msr vbar_el1, x9",
        "isb",
        // Round to nearest, no flushing to zero, no traps, whatever firmware left.
        "msr fpcr, xzr",
        "adrp x9, ahead_fault_stack_end",
        "add x9, x9, :lo12:ahead_fault_stack_end",
        "mov sp, x9",
        "adrp x9, ahead_bss_start",
        "add x9, x9, :lo12:ahead_bss_start",
        "adrp x10, ahead_bss_end",
        "add x10, x10, :lo12:ahead_bss_end",
        "4:",
        "cmp x9, x10",
        "b.hs 5f",
        "stp xzr, xzr, [x9], #16",
        "b 4b",
        "5:",
        "mov x29, #0",
        "mov x30, #0",
        "bl {map}",
        "bl {start}",
        "udf #0",
        vectors = sym vectors,
        map = sym map,
        start = sym start_board,
    )
}
