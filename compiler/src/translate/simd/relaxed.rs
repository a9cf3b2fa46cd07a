//! Relaxed arithmetic: of the results that the specification allows, the same on every target.
//!
//! What is relaxed in a conversion, permutation or product stands in that family's file.

use cranelift_codegen::ir::{InstBuilder, Type, types};
use wasmparser::Operator;

use super::bits;
use super::lanes::each;
use crate::translate::FuncCx;

/// Translates a relaxed operator; whether it was one.
pub(super) fn translate(cx: &mut FuncCx<'_, '_>, operator: &Operator<'_>) -> bool {
    match *operator {
        Operator::F32x4RelaxedMadd => multiply_add(cx, types::F32X4),
        Operator::F64x2RelaxedMadd => multiply_add(cx, types::F64X2),
        Operator::F32x4RelaxedNmadd => subtract_product(cx, types::F32X4),
        Operator::F64x2RelaxedNmadd => subtract_product(cx, types::F64X2),
        Operator::F32x4RelaxedMin => each(cx, types::F32X4, |b, [x, y]| b.ins().fmin(x, y)),
        Operator::F64x2RelaxedMin => each(cx, types::F64X2, |b, [x, y]| b.ins().fmin(x, y)),
        Operator::F32x4RelaxedMax => each(cx, types::F32X4, |b, [x, y]| b.ins().fmax(x, y)),
        Operator::F64x2RelaxedMax => each(cx, types::F64X2, |b, [x, y]| b.ins().fmax(x, y)),
        Operator::I8x16RelaxedLaneselect
        | Operator::I16x8RelaxedLaneselect
        | Operator::I32x4RelaxedLaneselect
        | Operator::I64x2RelaxedLaneselect => bits::select(cx),
        _ => return false,
    }
    true
}

/// `x * y + z`, rounded twice: rounding once costs a library call where there is no such
/// instruction.
fn multiply_add(cx: &mut FuncCx<'_, '_>, lanes: Type) {
    each(cx, lanes, |b, [x, y, z]| {
        let product = b.ins().fmul(x, y);
        b.ins().fadd(product, z)
    });
}

/// `z - x * y`, rounded twice.
fn subtract_product(cx: &mut FuncCx<'_, '_>, lanes: Type) {
    each(cx, lanes, |b, [x, y, z]| {
        let product = b.ins().fmul(x, y);
        b.ins().fsub(z, product)
    });
}
