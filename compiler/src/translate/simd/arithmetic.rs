//! Integer arithmetic lane by lane: what wraps, and shifts.

use cranelift_codegen::ir::{InstBuilder, Type, Value, types};
use cranelift_frontend::FunctionBuilder;
use wasmparser::Operator;

use super::lanes::{each, each_with, operate};
use crate::translate::FuncCx;

/// Translates an integer operator; whether it was one.
pub(super) fn translate(cx: &mut FuncCx<'_, '_>, operator: &Operator<'_>) -> bool {
    if let Operator::I8x16Popcnt = operator {
        each(cx, types::I8X16, |b, [x]| b.ins().popcnt(x));
        return true;
    }
    match *operator {
        Operator::I8x16Abs | Operator::I16x8Abs | Operator::I32x4Abs | Operator::I64x2Abs => {
            each(cx, lanes(operator), |b, [x]| b.ins().iabs(x))
        }
        Operator::I8x16Neg | Operator::I16x8Neg | Operator::I32x4Neg | Operator::I64x2Neg => {
            each(cx, lanes(operator), |b, [x]| b.ins().ineg(x))
        }
        Operator::I8x16Add | Operator::I16x8Add | Operator::I32x4Add | Operator::I64x2Add => {
            each(cx, lanes(operator), |b, [x, y]| b.ins().iadd(x, y))
        }
        Operator::I8x16Sub | Operator::I16x8Sub | Operator::I32x4Sub | Operator::I64x2Sub => {
            each(cx, lanes(operator), |b, [x, y]| b.ins().isub(x, y))
        }
        Operator::I16x8Mul | Operator::I32x4Mul | Operator::I64x2Mul => {
            each(cx, lanes(operator), |b, [x, y]| b.ins().imul(x, y))
        }
        Operator::I8x16MinS | Operator::I16x8MinS | Operator::I32x4MinS => {
            each(cx, lanes(operator), |b, [x, y]| b.ins().smin(x, y))
        }
        Operator::I8x16MinU | Operator::I16x8MinU | Operator::I32x4MinU => {
            each(cx, lanes(operator), |b, [x, y]| b.ins().umin(x, y))
        }
        Operator::I8x16MaxS | Operator::I16x8MaxS | Operator::I32x4MaxS => {
            each(cx, lanes(operator), |b, [x, y]| b.ins().smax(x, y))
        }
        Operator::I8x16MaxU | Operator::I16x8MaxU | Operator::I32x4MaxU => {
            each(cx, lanes(operator), |b, [x, y]| b.ins().umax(x, y))
        }
        Operator::I8x16AvgrU | Operator::I16x8AvgrU => average(cx, lanes(operator)),
        Operator::I8x16Shl | Operator::I16x8Shl | Operator::I32x4Shl | Operator::I64x2Shl => {
            shift(cx, lanes(operator), |b, x, count| b.ins().ishl(x, count))
        }
        Operator::I8x16ShrS | Operator::I16x8ShrS | Operator::I32x4ShrS | Operator::I64x2ShrS => {
            shift(cx, lanes(operator), |b, x, count| b.ins().sshr(x, count))
        }
        Operator::I8x16ShrU | Operator::I16x8ShrU | Operator::I32x4ShrU | Operator::I64x2ShrU => {
            shift(cx, lanes(operator), |b, x, count| b.ins().ushr(x, count))
        }
        _ => return false,
    }
    true
}

/// The lanes that an operator of this file works on.
fn lanes(operator: &Operator<'_>) -> Type {
    match operator {
        Operator::I8x16Abs
        | Operator::I8x16Neg
        | Operator::I8x16Add
        | Operator::I8x16Sub
        | Operator::I8x16MinS
        | Operator::I8x16MinU
        | Operator::I8x16MaxS
        | Operator::I8x16MaxU
        | Operator::I8x16AvgrU
        | Operator::I8x16Shl
        | Operator::I8x16ShrS
        | Operator::I8x16ShrU => types::I8X16,
        Operator::I16x8Abs
        | Operator::I16x8Neg
        | Operator::I16x8Add
        | Operator::I16x8Sub
        | Operator::I16x8Mul
        | Operator::I16x8MinS
        | Operator::I16x8MinU
        | Operator::I16x8MaxS
        | Operator::I16x8MaxU
        | Operator::I16x8AvgrU
        | Operator::I16x8Shl
        | Operator::I16x8ShrS
        | Operator::I16x8ShrU => types::I16X8,
        Operator::I32x4Abs
        | Operator::I32x4Neg
        | Operator::I32x4Add
        | Operator::I32x4Sub
        | Operator::I32x4Mul
        | Operator::I32x4MinS
        | Operator::I32x4MinU
        | Operator::I32x4MaxS
        | Operator::I32x4MaxU
        | Operator::I32x4Shl
        | Operator::I32x4ShrS
        | Operator::I32x4ShrU => types::I32X4,
        _ => types::I64X2,
    }
}

/// Half of the sum, rounded up, as if it had one bit more.
fn average(cx: &mut FuncCx<'_, '_>, lanes: Type) {
    each_with(
        cx,
        lanes,
        |b, [x, y]| b.ins().avg_round(x, y),
        |b, [x, y]| {
            let (x, y) = (b.ins().uextend(types::I32, x), b.ins().uextend(types::I32, y));
            let sum = b.ins().iadd(x, y);
            let rounded = b.ins().iadd_imm_s(sum, 1);
            let half = b.ins().ushr_imm_u(rounded, 1);
            b.ins().ireduce(lanes.lane_type(), half)
        },
    );
}

/// Shifts all lanes by one count, of which the bits of a lane's width count.
fn shift(
    cx: &mut FuncCx<'_, '_>,
    lanes: Type,
    build: impl Fn(&mut FunctionBuilder<'_>, Value, Value) -> Value,
) {
    let count = cx.pop();
    operate(
        cx,
        lanes,
        |b, [x]| build(b, x, count),
        |b, [x]| x.into_iter().map(|lane| build(b, lane, count)).collect(),
    );
}
