//! Where the boot loader enters an image: harts in any state go in, one with a stack, zeroed data,
//! floating point and a trap vector comes out.

use core::arch::naked_asm;
use core::mem::offset_of;
use core::sync::atomic::AtomicU32;

use ahead_abi::board::Board;

use super::vector::vector;
use crate::sys::{BOARD, start_board};

/// What the first hart leaves here tells the others to wait. Not zeroed data: that is cleared after
/// the harts have met.
#[unsafe(link_section = ".data.harts")]
static HARTS: AtomicU32 = AtomicU32::new(0);

/// First numbers of the control registers of each mode.
pub const MACHINE: usize = 0x300;
/// As [`MACHINE`].
pub const SUPERVISOR: usize = 0x100;

/// The entry point, in the mode that the target file says. Whichever hart comes first goes on.
///
/// Status: floating point and vectors on (where they are), interrupts off. Rounding to nearest.
#[unsafe(naked)]
#[unsafe(no_mangle)]
#[unsafe(link_section = ".text.start")]
pub extern "C" fn ahead_board_start() -> ! {
    naked_asm!(
        ".option push",
        ".option norelax",
        "lla gp, __global_pointer$",
        ".option pop",
        "lla t0, {harts}",
        "li t1, 1",
        "amoswap.w.aq t1, t1, (t0)",
        "beqz t1, 2f",
        "1:",
        "wfi",
        "j 1b",
        "2:",
        "lla sp, ahead_fault_stack_end",
        "li t2, 0x6600",
        "lla t0, {board}",
        "ld t0, {privilege}(t0)",
        "bnez t0, 3f",
        "csrw mie, zero",
        "csrs mstatus, t2",
        "lla t1, {machine_vector}",
        "csrw mtvec, t1",
        "csrw mscratch, sp",
        "j 4f",
        "3:",
        "csrw sie, zero",
        "csrs sstatus, t2",
        "lla t1, {supervisor_vector}",
        "csrw stvec, t1",
        "csrw sscratch, sp",
        "4:",
        "csrw fcsr, zero",
        "lla t0, ahead_bss_start",
        "lla t1, ahead_bss_end",
        "5:",
        "bgeu t0, t1, 6f",
        "sd zero, 0(t0)",
        "addi t0, t0, 8",
        "j 5b",
        "6:",
        "li s0, 0",
        "li ra, 0",
        "call {start}",
        "unimp",
        harts = sym HARTS,
        board = sym BOARD,
        privilege = const offset_of!(Board, privilege),
        machine_vector = sym vector::<MACHINE, 0x3020_0073>,
        supervisor_vector = sym vector::<SUPERVISOR, 0x1020_0073>,
        start = sym start_board,
    )
}
