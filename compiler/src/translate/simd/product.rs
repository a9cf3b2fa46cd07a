//! Products with lanes of twice the width, and sums of neighbouring lanes.

use cranelift_codegen::ir::{InstBuilder, Type, Value, types};
use cranelift_frontend::FunctionBuilder;
use wasmparser::Operator;

use super::convert::{Extension, Half, extend, widen, widen_lanes};
use super::lanes::operate;
use crate::translate::FuncCx;

/// Translates a product or a pairwise sum; whether it was one.
pub(super) fn translate(cx: &mut FuncCx<'_, '_>, operator: &Operator<'_>) -> bool {
    if let Some((lanes, half, extension)) = extended_product(operator) {
        multiply(cx, lanes, half, extension);
        return true;
    }
    match *operator {
        Operator::I16x8ExtAddPairwiseI8x16S => add_pairs(cx, types::I8X16, Extension::Signed),
        Operator::I16x8ExtAddPairwiseI8x16U => add_pairs(cx, types::I8X16, Extension::Unsigned),
        Operator::I32x4ExtAddPairwiseI16x8S => add_pairs(cx, types::I16X8, Extension::Signed),
        Operator::I32x4ExtAddPairwiseI16x8U => add_pairs(cx, types::I16X8, Extension::Unsigned),
        Operator::I32x4DotI16x8S => dot(cx, types::I16X8),
        // The second operand's bytes are below 128, or the sum may be anything: signed fits.
        Operator::I16x8RelaxedDotI8x16I7x16S => dot(cx, types::I8X16),
        Operator::I32x4RelaxedDotI8x16I7x16AddS => {
            let sum = cx.pop();
            dot(cx, types::I8X16);
            add_pairs(cx, types::I16X8, Extension::Signed);
            cx.push(sum);
            super::lanes::each(cx, types::I32X4, |b, [x, y]| b.ins().iadd(x, y));
        }
        _ => return false,
    }
    true
}

fn extended_product(operator: &Operator<'_>) -> Option<(Type, Half, Extension)> {
    Some(match operator {
        Operator::I16x8ExtMulLowI8x16S => (types::I8X16, Half::Low, Extension::Signed),
        Operator::I16x8ExtMulHighI8x16S => (types::I8X16, Half::High, Extension::Signed),
        Operator::I16x8ExtMulLowI8x16U => (types::I8X16, Half::Low, Extension::Unsigned),
        Operator::I16x8ExtMulHighI8x16U => (types::I8X16, Half::High, Extension::Unsigned),
        Operator::I32x4ExtMulLowI16x8S => (types::I16X8, Half::Low, Extension::Signed),
        Operator::I32x4ExtMulHighI16x8S => (types::I16X8, Half::High, Extension::Signed),
        Operator::I32x4ExtMulLowI16x8U => (types::I16X8, Half::Low, Extension::Unsigned),
        Operator::I32x4ExtMulHighI16x8U => (types::I16X8, Half::High, Extension::Unsigned),
        Operator::I64x2ExtMulLowI32x4S => (types::I32X4, Half::Low, Extension::Signed),
        Operator::I64x2ExtMulHighI32x4S => (types::I32X4, Half::High, Extension::Signed),
        Operator::I64x2ExtMulLowI32x4U => (types::I32X4, Half::Low, Extension::Unsigned),
        Operator::I64x2ExtMulHighI32x4U => (types::I32X4, Half::High, Extension::Unsigned),
        _ => return None,
    })
}

fn multiply(cx: &mut FuncCx<'_, '_>, lanes: Type, half: Half, extension: Extension) {
    operate(
        cx,
        lanes,
        |b, [x, y]| {
            let (x, y) = (widen(b, x, half, extension), widen(b, y, half, extension));
            b.ins().imul(x, y)
        },
        |b, [x, y]| {
            let x = widen_lanes(b, &x, half, extension);
            let y = widen_lanes(b, &y, half, extension);
            x.into_iter().zip(y).map(|(x, y)| b.ins().imul(x, y)).collect()
        },
    );
}

fn add_pairs(cx: &mut FuncCx<'_, '_>, lanes: Type, extension: Extension) {
    operate(
        cx,
        lanes,
        |b, [x]| {
            let low = widen(b, x, Half::Low, extension);
            let high = widen(b, x, Half::High, extension);
            b.ins().iadd_pairwise(low, high)
        },
        |b, [x]| {
            let wide = double(lanes);
            let x: Vec<Value> = x.into_iter().map(|lane| extend(b, wide, lane, extension)).collect();
            sum_pairs(b, &x)
        },
    );
}

/// Sums of the signed products of neighbouring lanes, twice as wide.
fn dot(cx: &mut FuncCx<'_, '_>, lanes: Type) {
    operate(
        cx,
        lanes,
        |b, [x, y]| {
            let [low, high] = [Half::Low, Half::High].map(|half| {
                let (x, y) = (widen(b, x, half, Extension::Signed), widen(b, y, half, Extension::Signed));
                b.ins().imul(x, y)
            });
            b.ins().iadd_pairwise(low, high)
        },
        |b, [x, y]| {
            let wide = double(lanes);
            let products: Vec<Value> = x
                .into_iter()
                .zip(y)
                .map(|(x, y)| {
                    let (x, y) = (b.ins().sextend(wide, x), b.ins().sextend(wide, y));
                    b.ins().imul(x, y)
                })
                .collect();
            sum_pairs(b, &products)
        },
    );
}

fn double(lanes: Type) -> Type {
    lanes.lane_type().double_width().expect("64 bits are not widened")
}

fn sum_pairs(b: &mut FunctionBuilder<'_>, lanes: &[Value]) -> Vec<Value> {
    lanes.chunks_exact(2).map(|pair| b.ins().iadd(pair[0], pair[1])).collect()
}
