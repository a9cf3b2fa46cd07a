//! Wide arithmetic: 128-bit integers as pairs of `i64`, the low half first.

use cranelift_codegen::ir::{InstBuilder, Value, types};
use cranelift_frontend::FunctionBuilder;
use wasmparser::Operator;

use super::FuncCx;

/// Translates a wide operator; whether it was one.
pub(super) fn translate(cx: &mut FuncCx<'_, '_>, operator: &Operator<'_>) -> bool {
    match *operator {
        Operator::I64Add128 => binary(cx, |b, x, y| b.ins().iadd(x, y)),
        Operator::I64Sub128 => binary(cx, |b, x, y| b.ins().isub(x, y)),
        Operator::I64MulWideS => multiply(cx, |b, x| b.ins().sextend(types::I128, x)),
        Operator::I64MulWideU => multiply(cx, |b, x| b.ins().uextend(types::I128, x)),
        _ => return false,
    }
    true
}

fn binary(cx: &mut FuncCx<'_, '_>, build: impl FnOnce(&mut FunctionBuilder<'_>, Value, Value) -> Value) {
    let (right_low, right_high) = cx.pop2();
    let (left_low, left_high) = cx.pop2();
    let left = cx.builder.ins().iconcat(left_low, left_high);
    let right = cx.builder.ins().iconcat(right_low, right_high);
    let result = build(&mut cx.builder, left, right);
    push_halves(cx, result);
}

/// The whole product of two `i64`.
fn multiply(cx: &mut FuncCx<'_, '_>, extend: impl Fn(&mut FunctionBuilder<'_>, Value) -> Value) {
    let (left, right) = cx.pop2();
    let left = extend(&mut cx.builder, left);
    let right = extend(&mut cx.builder, right);
    let product = cx.builder.ins().imul(left, right);
    push_halves(cx, product);
}

fn push_halves(cx: &mut FuncCx<'_, '_>, value: Value) {
    let (low, high) = cx.builder.ins().isplit(value);
    cx.push(low);
    cx.push(high);
}
