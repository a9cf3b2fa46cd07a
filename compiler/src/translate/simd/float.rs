//! Floating-point arithmetic lane by lane.

use cranelift_codegen::ir::condcodes::FloatCC;
use cranelift_codegen::ir::{InstBuilder, Type, types};
use wasmparser::Operator;

use super::lanes::{each, each_with, see_as};
use crate::translate::FuncCx;

/// Translates a floating-point operator; whether it was one.
pub(super) fn translate(cx: &mut FuncCx<'_, '_>, operator: &Operator<'_>) -> bool {
    match *operator {
        Operator::F32x4Abs => each(cx, types::F32X4, |b, [x]| b.ins().fabs(x)),
        Operator::F64x2Abs => each(cx, types::F64X2, |b, [x]| b.ins().fabs(x)),
        Operator::F32x4Neg => each(cx, types::F32X4, |b, [x]| b.ins().fneg(x)),
        Operator::F64x2Neg => each(cx, types::F64X2, |b, [x]| b.ins().fneg(x)),
        Operator::F32x4Sqrt => each(cx, types::F32X4, |b, [x]| b.ins().sqrt(x)),
        Operator::F64x2Sqrt => each(cx, types::F64X2, |b, [x]| b.ins().sqrt(x)),
        Operator::F32x4Ceil => each(cx, types::F32X4, |b, [x]| b.ins().ceil(x)),
        Operator::F64x2Ceil => each(cx, types::F64X2, |b, [x]| b.ins().ceil(x)),
        Operator::F32x4Floor => each(cx, types::F32X4, |b, [x]| b.ins().floor(x)),
        Operator::F64x2Floor => each(cx, types::F64X2, |b, [x]| b.ins().floor(x)),
        Operator::F32x4Trunc => each(cx, types::F32X4, |b, [x]| b.ins().trunc(x)),
        Operator::F64x2Trunc => each(cx, types::F64X2, |b, [x]| b.ins().trunc(x)),
        Operator::F32x4Nearest => each(cx, types::F32X4, |b, [x]| b.ins().nearest(x)),
        Operator::F64x2Nearest => each(cx, types::F64X2, |b, [x]| b.ins().nearest(x)),

        Operator::F32x4Add => each(cx, types::F32X4, |b, [x, y]| b.ins().fadd(x, y)),
        Operator::F64x2Add => each(cx, types::F64X2, |b, [x, y]| b.ins().fadd(x, y)),
        Operator::F32x4Sub => each(cx, types::F32X4, |b, [x, y]| b.ins().fsub(x, y)),
        Operator::F64x2Sub => each(cx, types::F64X2, |b, [x, y]| b.ins().fsub(x, y)),
        Operator::F32x4Mul => each(cx, types::F32X4, |b, [x, y]| b.ins().fmul(x, y)),
        Operator::F64x2Mul => each(cx, types::F64X2, |b, [x, y]| b.ins().fmul(x, y)),
        Operator::F32x4Div => each(cx, types::F32X4, |b, [x, y]| b.ins().fdiv(x, y)),
        Operator::F64x2Div => each(cx, types::F64X2, |b, [x, y]| b.ins().fdiv(x, y)),
        Operator::F32x4Min => each(cx, types::F32X4, |b, [x, y]| b.ins().fmin(x, y)),
        Operator::F64x2Min => each(cx, types::F64X2, |b, [x, y]| b.ins().fmin(x, y)),
        Operator::F32x4Max => each(cx, types::F32X4, |b, [x, y]| b.ins().fmax(x, y)),
        Operator::F64x2Max => each(cx, types::F64X2, |b, [x, y]| b.ins().fmax(x, y)),

        // The second where it is less (greater), so the first where they are equal or unordered.
        Operator::F32x4PMin => pseudo(cx, types::F32X4, FloatCC::LessThan),
        Operator::F64x2PMin => pseudo(cx, types::F64X2, FloatCC::LessThan),
        Operator::F32x4PMax => pseudo(cx, types::F32X4, FloatCC::GreaterThan),
        Operator::F64x2PMax => pseudo(cx, types::F64X2, FloatCC::GreaterThan),
        _ => return false,
    }
    true
}

/// The second operand's lane where it stands in this relation to the first's, else the first's.
fn pseudo(cx: &mut FuncCx<'_, '_>, lanes: Type, relation: FloatCC) {
    each_with(
        cx,
        lanes,
        |b, [x, y]| {
            let second = b.ins().fcmp(relation, y, x);
            let second = see_as(b, second, lanes);
            b.ins().bitselect(second, y, x)
        },
        |b, [x, y]| {
            let second = b.ins().fcmp(relation, y, x);
            b.ins().select(second, y, x)
        },
    );
}
