//! The vector table: an exception goes in, [`fault::handle`] gets what happened where.

use core::arch::{asm, naked_asm};

use crate::arch::Registers;
use crate::recovery::Resume;
use crate::sys::fault;
use crate::trap::{Fault, FaultKind};

/// Sixteen entries of 128 bytes, all the same: interrupts are masked, and what comes nevertheless is
/// reported as the fault that it is.
#[unsafe(naked)]
#[unsafe(link_section = ".text.vectors")]
pub unsafe extern "C" fn vectors() {
    naked_asm!(".p2align 11", ".rept 16", "b {}", ".p2align 7", ".endr", sym entry)
}

/// Nothing is saved: the interrupted code never goes on. Where something else does, it needs no
/// registers but those that the handler answers.
#[unsafe(naked)]
unsafe extern "C" fn entry() {
    naked_asm!(
        "mov x0, sp",
        "mov x1, x29",
        "mov x2, x30",
        "adrp x9, ahead_fault_stack_end",
        "add x9, x9, :lo12:ahead_fault_stack_end",
        "mov sp, x9",
        "bl {}",
        "msr elr_el1, x0",
        "mov sp, x1",
        "eret",
        sym handle
    )
}

unsafe extern "C" fn handle(sp: usize, fp: usize, link: usize) -> Outcome {
    let (pc, address, syndrome): (usize, usize, usize);
    // SAFETY: reads registers that tell of the exception that was just taken.
    unsafe {
        asm!("mrs {}, elr_el1", "mrs {}, far_el1", "mrs {}, esr_el1",
            out(reg) pc, out(reg) address, out(reg) syndrome, options(nomem, nostack, preserves_flags));
    }
    let kind = kind(syndrome >> 26 & 0x3f);
    let address = if kind == FaultKind::Access { address } else { syndrome };
    let Resume { pc, sp } =
        fault::handle(&Fault { kind, address, registers: Registers { pc, sp, fp, link } });
    Outcome { pc, sp }
}

/// In two registers.
#[repr(C)]
struct Outcome {
    pc: usize,
    sp: usize,
}

/// By the exception class of `ESR_EL1`.
fn kind(class: usize) -> FaultKind {
    const INSTRUCTION_ABORT: usize = 0x21;
    const PC_ALIGNMENT: usize = 0x22;
    const DATA_ABORT: usize = 0x25;
    const SP_ALIGNMENT: usize = 0x26;
    match class {
        INSTRUCTION_ABORT | PC_ALIGNMENT | DATA_ABORT | SP_ALIGNMENT => FaultKind::Access,
        _ => FaultKind::Instruction,
    }
}
