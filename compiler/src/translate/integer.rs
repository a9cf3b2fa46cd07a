//! Integer arithmetic, bits and comparisons.

use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{InstBuilder, InstructionData, Opcode, Value, ValueDef, types};
use cranelift_frontend::FunctionBuilder;
use wasmparser::Operator;

use super::types::immediate;
use super::{FuncCx, memory};
use crate::plan::StoreOrder;

/// Translates an integer operator; whether it was one.
pub(super) fn translate(cx: &mut FuncCx<'_, '_>, operator: &Operator<'_>) -> bool {
    match *operator {
        Operator::I32Const { value } => constant(cx, types::I32, value.into()),
        Operator::I64Const { value } => constant(cx, types::I64, value),

        Operator::I32Add | Operator::I64Add => binary(cx, |b, x, y| b.ins().iadd(x, y)),
        Operator::I32Sub => binary(cx, difference),
        Operator::I64Sub => binary(cx, |b, x, y| b.ins().isub(x, y)),
        Operator::I32Mul | Operator::I64Mul => binary(cx, |b, x, y| b.ins().imul(x, y)),
        Operator::I32DivS | Operator::I64DivS => binary(cx, |b, x, y| b.ins().sdiv(x, y)),
        Operator::I32DivU | Operator::I64DivU => binary(cx, |b, x, y| b.ins().udiv(x, y)),
        Operator::I32RemS | Operator::I64RemS => binary(cx, |b, x, y| b.ins().srem(x, y)),
        Operator::I32RemU | Operator::I64RemU => binary(cx, |b, x, y| b.ins().urem(x, y)),

        Operator::I32And | Operator::I64And => binary(cx, |b, x, y| b.ins().band(x, y)),
        Operator::I32Or | Operator::I64Or => binary(cx, |b, x, y| b.ins().bor(x, y)),
        Operator::I32Xor | Operator::I64Xor => binary(cx, |b, x, y| b.ins().bxor(x, y)),
        Operator::I32Shl | Operator::I64Shl => binary(cx, |b, x, y| b.ins().ishl(x, y)),
        Operator::I32ShrS | Operator::I64ShrS => binary(cx, |b, x, y| b.ins().sshr(x, y)),
        Operator::I32ShrU | Operator::I64ShrU => binary(cx, |b, x, y| b.ins().ushr(x, y)),
        Operator::I32Rotl | Operator::I64Rotl => binary(cx, |b, x, y| b.ins().rotl(x, y)),
        Operator::I32Rotr | Operator::I64Rotr => binary(cx, |b, x, y| b.ins().rotr(x, y)),

        Operator::I32Clz | Operator::I64Clz => unary(cx, |b, x| b.ins().clz(x)),
        Operator::I32Ctz | Operator::I64Ctz => unary(cx, |b, x| b.ins().ctz(x)),
        Operator::I32Popcnt | Operator::I64Popcnt => unary(cx, |b, x| b.ins().popcnt(x)),

        Operator::I32Extend8S => unary(cx, |b, x| extend_low(b, x, types::I8, types::I32)),
        Operator::I32Extend16S => unary(cx, |b, x| extend_low(b, x, types::I16, types::I32)),
        Operator::I64Extend8S => unary(cx, |b, x| extend_low(b, x, types::I8, types::I64)),
        Operator::I64Extend16S => unary(cx, |b, x| extend_low(b, x, types::I16, types::I64)),
        Operator::I64Extend32S => unary(cx, |b, x| extend_low(b, x, types::I32, types::I64)),
        Operator::I32WrapI64 => unary(cx, |b, x| b.ins().ireduce(types::I32, x)),
        Operator::I64ExtendI32S => unary(cx, |b, x| b.ins().sextend(types::I64, x)),
        Operator::I64ExtendI32U => unary(cx, |b, x| b.ins().uextend(types::I64, x)),

        Operator::I32Eqz | Operator::I64Eqz => unary(cx, |b, x| {
            let is_zero = b.ins().icmp_imm_s(IntCC::Equal, x, 0);
            b.ins().uextend(types::I32, is_zero)
        }),
        _ => match condition(operator) {
            Some(condition) => compare(cx, condition),
            None => return false,
        },
    }
    true
}

/// `x - y` of 32 bits. Of a constant it is the sum with its negative, which code generators know more forms of.
fn difference(b: &mut FunctionBuilder<'_>, x: Value, y: Value) -> Value {
    let ValueDef::Result(inst, _) = b.func.dfg.value_def(y) else { return b.ins().isub(x, y) };
    match b.func.dfg.insts[inst] {
        InstructionData::UnaryImm { opcode: Opcode::Iconst, imm } => {
            let negative = b.ins().iconst(types::I32, i64::from((imm.bits() as u32).wrapping_neg()));
            b.ins().iadd(x, negative)
        }
        _ => b.ins().isub(x, y),
    }
}

fn condition(operator: &Operator<'_>) -> Option<IntCC> {
    Some(match operator {
        Operator::I32Eq | Operator::I64Eq => IntCC::Equal,
        Operator::I32Ne | Operator::I64Ne => IntCC::NotEqual,
        Operator::I32LtS | Operator::I64LtS => IntCC::SignedLessThan,
        Operator::I32LtU | Operator::I64LtU => IntCC::UnsignedLessThan,
        Operator::I32GtS | Operator::I64GtS => IntCC::SignedGreaterThan,
        Operator::I32GtU | Operator::I64GtU => IntCC::UnsignedGreaterThan,
        Operator::I32LeS | Operator::I64LeS => IntCC::SignedLessThanOrEqual,
        Operator::I32LeU | Operator::I64LeU => IntCC::UnsignedLessThanOrEqual,
        Operator::I32GeS | Operator::I64GeS => IntCC::SignedGreaterThanOrEqual,
        Operator::I32GeU | Operator::I64GeU => IntCC::UnsignedGreaterThanOrEqual,
        _ => return None,
    })
}

fn compare(cx: &mut FuncCx<'_, '_>, condition: IntCC) {
    binary(cx, |b, x, y| {
        let holds = b.ins().icmp(condition, x, y);
        b.ins().uextend(types::I32, holds)
    });
}

fn extend_low(builder: &mut FunctionBuilder<'_>, value: Value, from: types::Type, to: types::Type) -> Value {
    let low = builder.ins().ireduce(from, value);
    builder.ins().sextend(to, low)
}

fn constant(cx: &mut FuncCx<'_, '_>, ty: types::Type, value: i64) {
    let value = cx.builder.ins().iconst(ty, immediate(ty, value));
    cx.push(value);
}

/// Stores the low 128 bits of the product of two 128-bit integers. The arguments are a guest address
/// and the low and high halves of both factors.
pub(super) fn multiply_and_store(cx: &mut FuncCx<'_, '_>, args: &[Value], order: StoreOrder) {
    let [target, left_low, left_high, right_low, right_high] = *args else {
        unreachable!("a function that multiplies has these parameters")
    };
    let low = cx.builder.ins().imul(left_low, right_low);
    let carry = cx.builder.ins().umulhi(left_low, right_low);
    let cross = cx.builder.ins().imul(left_low, right_high);
    let other_cross = cx.builder.ins().imul(left_high, right_low);
    let crosses = cx.builder.ins().iadd(cross, other_cross);
    let high = cx.builder.ins().iadd(carry, crosses);
    match order {
        StoreOrder::LowFirst => {
            memory::store_i64(cx, target, 0, low);
            memory::store_i64(cx, target, 8, high);
        }
        StoreOrder::HighFirst => {
            memory::store_i64(cx, target, 8, high);
            memory::store_i64(cx, target, 0, low);
        }
    }
}

/// Replaces the topmost operand by what `build` makes of it.
pub(super) fn unary(cx: &mut FuncCx<'_, '_>, build: impl FnOnce(&mut FunctionBuilder<'_>, Value) -> Value) {
    let operand = cx.pop();
    let result = build(&mut cx.builder, operand);
    cx.push(result);
}

/// Replaces the two topmost operands by what `build` makes of them.
pub(super) fn binary(
    cx: &mut FuncCx<'_, '_>,
    build: impl FnOnce(&mut FunctionBuilder<'_>, Value, Value) -> Value,
) {
    let (left, right) = cx.pop2();
    let result = build(&mut cx.builder, left, right);
    cx.push(result);
}
