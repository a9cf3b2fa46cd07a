//! Rotations and counts of bits in, on RISC-V without Zbb; shifts, masks and sums out.
//!
//! For a rotation Cranelift masks the amount, subtracts it from the width and branches around an amount of zero,
//! constant amounts too. Shifts take their amount modulo the width, so that of the other shift is minus the
//! amount, and with an amount of zero both shifts leave what is united. Bits it counts one by one, in a loop.
//! Here they are added in pairs, fours and eights, side by side; and what is to count before or behind a bit is
//! first made of ones.

use cranelift_codegen::cursor::{Cursor, FuncCursor};
use cranelift_codegen::ir::types::{I32, I64};
use cranelift_codegen::ir::{Function, Inst, InstBuilder, InstructionData, Opcode, Type, Value};

use super::uses::{constant, insts};

/// Rewrites all of an integer that a register holds.
pub(super) fn run(function: &mut Function) {
    for inst in insts(function) {
        rewrite(function, inst);
    }
}

fn rewrite(function: &mut Function, inst: Inst) {
    let data = function.dfg.insts[inst];
    let opcode = data.opcode();
    if !matches!(opcode, Opcode::Rotl | Opcode::Rotr | Opcode::Clz | Opcode::Ctz | Opcode::Popcnt) {
        return;
    }
    let ty = function.dfg.value_type(function.dfg.first_result(inst));
    if !matches!(ty, I32 | I64) {
        return;
    }
    let cursor = &mut FuncCursor::new(function).at_inst(inst);
    let new = match data {
        InstructionData::Binary { args: [value, amount], .. } => rotation(cursor, opcode, ty, value, amount),
        InstructionData::Unary { arg, .. } => {
            let ones = match opcode {
                Opcode::Clz => before(cursor, ty, arg),
                Opcode::Ctz => behind(cursor, arg),
                _ => arg,
            };
            count(cursor, ty, ones)
        }
        _ => return,
    };
    function.dfg.insts[inst] = new;
}

/// The union of two shifts.
fn rotation(
    cursor: &mut FuncCursor<'_>,
    opcode: Opcode,
    ty: Type,
    value: Value,
    amount: Value,
) -> InstructionData {
    let other = match constant(cursor.func, amount) {
        Some(number) => {
            let other = number.wrapping_neg() & u64::from(ty.bits() - 1);
            let ty = cursor.func.dfg.value_type(amount);
            cursor.ins().iconst(ty, other as i64)
        }
        None => cursor.ins().ineg(amount),
    };
    let (left, right) = if opcode == Opcode::Rotl { (amount, other) } else { (other, amount) };
    let high = cursor.ins().ishl(value, left);
    let low = cursor.ins().ushr(value, right);
    InstructionData::Binary { opcode: Opcode::Bor, args: [high, low] }
}

/// Ones where `value` has zeros before its first one.
fn before(cursor: &mut FuncCursor<'_>, ty: Type, value: Value) -> Value {
    let mut ones = value;
    let mut by = 1;
    while by < ty.bits() {
        let moved = cursor.ins().ushr_imm_u(ones, i64::from(by));
        ones = cursor.ins().bor(ones, moved);
        by *= 2;
    }
    cursor.ins().bnot(ones)
}

/// Ones where `value` has zeros behind its last one.
fn behind(cursor: &mut FuncCursor<'_>, value: Value) -> Value {
    let zeros = cursor.ins().bnot(value);
    let less = cursor.ins().iadd_imm_s(value, -1);
    cursor.ins().band(zeros, less)
}

/// How many bits are ones.
fn count(cursor: &mut FuncCursor<'_>, ty: Type, value: Value) -> InstructionData {
    let bits = ty.bits();
    let mut repeated = |byte: u8| {
        let number = u64::from_ne_bytes([byte; 8]) >> (64 - bits);
        cursor.ins().iconst(ty, number as i64)
    };
    let [pairs, fours, eights, sum] = [0x55, 0x33, 0x0f, 0x01].map(&mut repeated);
    let odd = cursor.ins().ushr_imm_u(value, 1);
    let odd = cursor.ins().band(odd, pairs);
    let in_pairs = cursor.ins().isub(value, odd);
    let low = cursor.ins().band(in_pairs, fours);
    let high = cursor.ins().ushr_imm_u(in_pairs, 2);
    let high = cursor.ins().band(high, fours);
    let in_fours = cursor.ins().iadd(low, high);
    let high = cursor.ins().ushr_imm_u(in_fours, 4);
    let both = cursor.ins().iadd(in_fours, high);
    let in_eights = cursor.ins().band(both, eights);
    let product = cursor.ins().imul(in_eights, sum);
    let top = cursor.ins().iconst(ty, i64::from(bits - 8));
    InstructionData::Binary { opcode: Opcode::Ushr, args: [product, top] }
}
