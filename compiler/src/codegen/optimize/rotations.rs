//! Rotations in, on RISC-V without Zbb; two shifts and their union out.
//!
//! Cranelift masks the amount, subtracts it from the width and branches around an amount of zero, constant
//! amounts too. Shifts take their amount modulo the width, so that of the other shift is minus the amount, and
//! with an amount of zero both shifts leave what is united.

use cranelift_codegen::cursor::{Cursor, FuncCursor};
use cranelift_codegen::ir::types::{I32, I64};
use cranelift_codegen::ir::{Function, Inst, InstBuilder, InstructionData, Opcode};

use super::uses::constant;

/// Rewrites every rotation of an integer that a register holds.
pub(super) fn run(function: &mut Function) {
    let blocks: Vec<_> = function.layout.blocks().collect();
    for block in blocks {
        let insts: Vec<Inst> = function.layout.block_insts(block).collect();
        for inst in insts {
            rewrite(function, inst);
        }
    }
}

fn rewrite(function: &mut Function, inst: Inst) {
    let InstructionData::Binary { opcode: opcode @ (Opcode::Rotl | Opcode::Rotr), args: [value, amount] } =
        function.dfg.insts[inst]
    else {
        return;
    };
    let ty = function.dfg.value_type(value);
    let amount_type = function.dfg.value_type(amount);
    if !matches!(ty, I32 | I64) || !matches!(amount_type, I32 | I64) {
        return;
    }
    let known = constant(function, amount);
    let mut cursor = FuncCursor::new(function).at_inst(inst);
    let other = match known {
        Some(number) => cursor.ins().iconst(amount_type, number.wrapping_neg() as i64 & i64::from(ty.bits() - 1)),
        None => cursor.ins().ineg(amount),
    };
    let (left, right) = if opcode == Opcode::Rotl { (amount, other) } else { (other, amount) };
    let high = cursor.ins().ishl(value, left);
    let low = cursor.ins().ushr(value, right);
    function.dfg.insts[inst] = InstructionData::Binary { opcode: Opcode::Bor, args: [high, low] };
}
