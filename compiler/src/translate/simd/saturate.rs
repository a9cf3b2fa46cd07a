//! Integer arithmetic that ends at the least or greatest value instead of wrapping.

use cranelift_codegen::ir::{InstBuilder, Type, Value, types};
use cranelift_frontend::FunctionBuilder;
use wasmparser::Operator;

use super::convert::{Extension, extend};
use super::lanes::{each_with, operate};
use crate::translate::FuncCx;

/// Translates a saturating operator; whether it was one.
pub(super) fn translate(cx: &mut FuncCx<'_, '_>, operator: &Operator<'_>) -> bool {
    match *operator {
        Operator::I8x16AddSatS => add(cx, types::I8X16, Extension::Signed),
        Operator::I16x8AddSatS => add(cx, types::I16X8, Extension::Signed),
        Operator::I8x16AddSatU => add(cx, types::I8X16, Extension::Unsigned),
        Operator::I16x8AddSatU => add(cx, types::I16X8, Extension::Unsigned),
        Operator::I8x16SubSatS => subtract(cx, types::I8X16, Extension::Signed),
        Operator::I16x8SubSatS => subtract(cx, types::I16X8, Extension::Signed),
        Operator::I8x16SubSatU => subtract(cx, types::I8X16, Extension::Unsigned),
        Operator::I16x8SubSatU => subtract(cx, types::I16X8, Extension::Unsigned),
        Operator::I8x16NarrowI16x8S => narrow(cx, types::I16X8, Extension::Signed),
        Operator::I16x8NarrowI32x4S => narrow(cx, types::I32X4, Extension::Signed),
        Operator::I8x16NarrowI16x8U => narrow(cx, types::I16X8, Extension::Unsigned),
        Operator::I16x8NarrowI32x4U => narrow(cx, types::I32X4, Extension::Unsigned),
        Operator::I16x8Q15MulrSatS | Operator::I16x8RelaxedQ15mulrS => multiply_fixed_point(cx),
        _ => return false,
    }
    true
}

fn add(cx: &mut FuncCx<'_, '_>, lanes: Type, extension: Extension) {
    each_with(
        cx,
        lanes,
        |b, [x, y]| match extension {
            Extension::Signed => b.ins().sadd_sat(x, y),
            Extension::Unsigned => b.ins().uadd_sat(x, y),
        },
        |b, [x, y]| {
            let (x, y) = (extend(b, types::I32, x, extension), extend(b, types::I32, y, extension));
            let sum = b.ins().iadd(x, y);
            clamp(b, sum, lanes.lane_type(), extension)
        },
    );
}

fn subtract(cx: &mut FuncCx<'_, '_>, lanes: Type, extension: Extension) {
    each_with(
        cx,
        lanes,
        |b, [x, y]| match extension {
            Extension::Signed => b.ins().ssub_sat(x, y),
            Extension::Unsigned => b.ins().usub_sat(x, y),
        },
        |b, [x, y]| {
            let (x, y) = (extend(b, types::I32, x, extension), extend(b, types::I32, y, extension));
            let difference = b.ins().isub(x, y);
            clamp(b, difference, lanes.lane_type(), extension)
        },
    );
}

/// The lanes of both operands, which are signed, in half the width.
fn narrow(cx: &mut FuncCx<'_, '_>, lanes: Type, result: Extension) {
    let lane = lanes.lane_type().half_width().expect("8 bits are not narrowed");
    operate(
        cx,
        lanes,
        |b, [x, y]| match result {
            Extension::Signed => b.ins().snarrow(x, y),
            Extension::Unsigned => b.ins().unarrow(x, y),
        },
        |b, [x, y]| {
            let mut narrowed = Vec::new();
            for value in x.into_iter().chain(y) {
                let wide = if lanes == types::I32X4 { value } else { b.ins().sextend(types::I32, value) };
                narrowed.push(clamp(b, wide, lane, result));
            }
            narrowed
        },
    );
}

/// Products of fractions of 15 bits, rounded.
fn multiply_fixed_point(cx: &mut FuncCx<'_, '_>) {
    each_with(
        cx,
        types::I16X8,
        |b, [x, y]| b.ins().sqmul_round_sat(x, y),
        |b, [x, y]| {
            let (x, y) = (b.ins().sextend(types::I32, x), b.ins().sextend(types::I32, y));
            let product = b.ins().imul(x, y);
            let rounded = b.ins().iadd_imm_s(product, 0x4000);
            let shifted = b.ins().sshr_imm_u(rounded, 15);
            clamp(b, shifted, types::I16, Extension::Signed)
        },
    );
}

/// A signed `i32` as the nearest value of `lane`.
fn clamp(b: &mut FunctionBuilder<'_>, value: Value, lane: Type, result: Extension) -> Value {
    let bits = lane.bits();
    let (least, greatest) = match result {
        Extension::Signed => (-(1_i64 << (bits - 1)), (1 << (bits - 1)) - 1),
        Extension::Unsigned => (0, (1 << bits) - 1),
    };
    let least = b.ins().iconst(types::I32, i64::from(least as u32));
    let greatest = b.ins().iconst(types::I32, greatest);
    let value = b.ins().smax(value, least);
    let value = b.ins().smin(value, greatest);
    b.ins().ireduce(lane, value)
}
