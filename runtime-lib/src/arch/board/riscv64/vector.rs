//! The trap vector: an exception goes in; the interrupted code goes on after a misaligned access,
//! else [`fault::handle`] gets what happened where.

use core::arch::naked_asm;

use super::emulate::emulate;
use crate::arch::Registers;
use crate::recovery::Resume;
use crate::sys::fault;
use crate::trap::{Fault, FaultKind};

/// What the vector saves, and restores.
#[repr(C)]
pub struct Saved {
    /// x0 to x31; x0 is not stored.
    pub integer: [u64; 32],
    /// f0 to f31.
    pub float: [u64; 32],
    /// Address of the instruction.
    pub pc: usize,
    /// Why.
    cause: usize,
    /// The address that was accessed, or the instruction.
    pub value: usize,
    padding: usize,
}

/// The vector of the mode whose control registers start at `BASE`: `scratch` is at 0x40 from there,
/// `epc`, `cause` and `tval` follow. `RETURN` is the instruction that ends a trap.
///
/// Runs on the stack whose end `scratch` holds, and which is empty whenever a trap is taken.
#[unsafe(naked)]
#[unsafe(link_section = ".text.vectors")]
pub unsafe extern "C" fn vector<const BASE: usize, const RETURN: usize>() {
    naked_asm!(
        ".p2align 2",
        "csrrw sp, {scratch}, sp",
        "addi sp, sp, -{size}",
        // x1, then x3 and on; x2 is in `scratch`.
        "sd x1, 8(sp)",
        ".irp n,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31",
        "sd x\\n, 8*\\n(sp)",
        ".endr",
        ".irp n,0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31",
        "fsd f\\n, 256+8*\\n(sp)",
        ".endr",
        "addi t0, sp, {size}",
        "csrrw t0, {scratch}, t0",
        "sd t0, 16(sp)",
        "csrr t0, {epc}",
        "sd t0, 512(sp)",
        "csrr t0, {cause}",
        "sd t0, 520(sp)",
        "csrr t0, {value}",
        "sd t0, 528(sp)",
        "mv a0, sp",
        "li s0, 0",
        "call {handle}",
        "ld t0, 512(sp)",
        "csrw {epc}, t0",
        ".irp n,0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31",
        "fld f\\n, 256+8*\\n(sp)",
        ".endr",
        "ld x1, 8(sp)",
        ".irp n,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31",
        "ld x\\n, 8*\\n(sp)",
        ".endr",
        "ld sp, 16(sp)",
        ".4byte {ret}",
        scratch = const BASE + 0x40,
        epc = const BASE + 0x41,
        cause = const BASE + 0x42,
        value = const BASE + 0x43,
        size = const size_of::<Saved>(),
        handle = sym handle,
        ret = const RETURN,
    )
}

unsafe extern "C" fn handle(saved: &mut Saved) {
    const LOAD_MISALIGNED: usize = 4;
    const STORE_MISALIGNED: usize = 6;
    if matches!(saved.cause, LOAD_MISALIGNED | STORE_MISALIGNED) && emulate(saved).is_some() {
        return;
    }
    let [_, link, sp, ..] = saved.integer;
    let fp = saved.integer[8];
    let registers = Registers { pc: saved.pc, sp: sp as usize, fp: fp as usize, link: link as usize };
    let Resume { pc, sp } =
        fault::handle(&Fault { kind: kind(saved.cause), address: saved.value, registers });
    saved.pc = pc;
    saved.integer[2] = sp as u64;
}

/// By the exception code of `mcause`.
fn kind(cause: usize) -> FaultKind {
    const ILLEGAL_INSTRUCTION: usize = 2;
    const BREAKPOINT: usize = 3;
    match cause {
        ILLEGAL_INSTRUCTION | BREAKPOINT => FaultKind::Instruction,
        _ => FaultKind::Access,
    }
}
