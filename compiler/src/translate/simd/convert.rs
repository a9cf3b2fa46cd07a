//! Conversions: to lanes of twice the width, and between integers and floats.

use cranelift_codegen::ir::{InstBuilder, Type, Value, types};
use cranelift_frontend::FunctionBuilder;
use wasmparser::Operator;

use super::lanes::{each, operate};
use crate::translate::FuncCx;

/// Half of the lanes of a vector.
#[derive(Clone, Copy)]
pub(super) enum Half {
    Low,
    High,
}

/// How lanes get more bits.
#[derive(Clone, Copy)]
pub(super) enum Extension {
    Signed,
    Unsigned,
}

/// Translates a conversion; whether it was one.
pub(super) fn translate(cx: &mut FuncCx<'_, '_>, operator: &Operator<'_>) -> bool {
    if let Some((lanes, half, extension)) = extension(operator) {
        operate(
            cx,
            lanes,
            |b, [x]| widen(b, x, half, extension),
            |b, [x]| widen_lanes(b, &x, half, extension),
        );
        return true;
    }
    match *operator {
        Operator::F32x4ConvertI32x4S => {
            each_as(cx, types::I32X4, types::F32X4, |b, ty, x| b.ins().fcvt_from_sint(ty, x))
        }
        Operator::F32x4ConvertI32x4U => {
            each_as(cx, types::I32X4, types::F32X4, |b, ty, x| b.ins().fcvt_from_uint(ty, x))
        }
        Operator::I32x4TruncSatF32x4S | Operator::I32x4RelaxedTruncF32x4S => {
            each_as(cx, types::F32X4, types::I32X4, |b, ty, x| b.ins().fcvt_to_sint_sat(ty, x))
        }
        Operator::I32x4TruncSatF32x4U | Operator::I32x4RelaxedTruncF32x4U => {
            each_as(cx, types::F32X4, types::I32X4, |b, ty, x| b.ins().fcvt_to_uint_sat(ty, x))
        }
        Operator::F64x2ConvertLowI32x4S => convert_low(cx, Extension::Signed),
        Operator::F64x2ConvertLowI32x4U => convert_low(cx, Extension::Unsigned),
        Operator::I32x4TruncSatF64x2SZero | Operator::I32x4RelaxedTruncF64x2SZero => {
            truncate_low(cx, Extension::Signed)
        }
        Operator::I32x4TruncSatF64x2UZero | Operator::I32x4RelaxedTruncF64x2UZero => {
            truncate_low(cx, Extension::Unsigned)
        }
        Operator::F32x4DemoteF64x2Zero => operate(
            cx,
            types::F64X2,
            |b, [x]| b.ins().fvdemote(x),
            |b, [x]| {
                let zero = b.ins().f32const(0.0);
                let low = x.into_iter().map(|lane| b.ins().fdemote(types::F32, lane));
                low.collect::<Vec<_>>().into_iter().chain([zero; 2]).collect()
            },
        ),
        Operator::F64x2PromoteLowF32x4 => operate(
            cx,
            types::F32X4,
            |b, [x]| b.ins().fvpromote_low(x),
            |b, [x]| x[..2].iter().map(|lane| b.ins().fpromote(types::F64, *lane)).collect(),
        ),
        _ => return false,
    }
    true
}

fn extension(operator: &Operator<'_>) -> Option<(Type, Half, Extension)> {
    Some(match operator {
        Operator::I16x8ExtendLowI8x16S => (types::I8X16, Half::Low, Extension::Signed),
        Operator::I16x8ExtendHighI8x16S => (types::I8X16, Half::High, Extension::Signed),
        Operator::I16x8ExtendLowI8x16U => (types::I8X16, Half::Low, Extension::Unsigned),
        Operator::I16x8ExtendHighI8x16U => (types::I8X16, Half::High, Extension::Unsigned),
        Operator::I32x4ExtendLowI16x8S => (types::I16X8, Half::Low, Extension::Signed),
        Operator::I32x4ExtendHighI16x8S => (types::I16X8, Half::High, Extension::Signed),
        Operator::I32x4ExtendLowI16x8U => (types::I16X8, Half::Low, Extension::Unsigned),
        Operator::I32x4ExtendHighI16x8U => (types::I16X8, Half::High, Extension::Unsigned),
        Operator::I64x2ExtendLowI32x4S => (types::I32X4, Half::Low, Extension::Signed),
        Operator::I64x2ExtendHighI32x4S => (types::I32X4, Half::High, Extension::Signed),
        Operator::I64x2ExtendLowI32x4U => (types::I32X4, Half::Low, Extension::Unsigned),
        Operator::I64x2ExtendHighI32x4U => (types::I32X4, Half::High, Extension::Unsigned),
        _ => return None,
    })
}

/// Half of the lanes of a vector, twice as wide.
pub(super) fn widen(b: &mut FunctionBuilder<'_>, x: Value, half: Half, extension: Extension) -> Value {
    match (half, extension) {
        (Half::Low, Extension::Signed) => b.ins().swiden_low(x),
        (Half::Low, Extension::Unsigned) => b.ins().uwiden_low(x),
        (Half::High, Extension::Signed) => b.ins().swiden_high(x),
        (Half::High, Extension::Unsigned) => b.ins().uwiden_high(x),
    }
}

/// As [`widen`], of lanes.
pub(super) fn widen_lanes(
    b: &mut FunctionBuilder<'_>,
    x: &[Value],
    half: Half,
    extension: Extension,
) -> Vec<Value> {
    let middle = x.len() / 2;
    let lanes = match half {
        Half::Low => &x[..middle],
        Half::High => &x[middle..],
    };
    let narrow = b.func.dfg.value_type(lanes[0]);
    let wide = narrow.double_width().expect("64 bits are not widened");
    lanes.iter().map(|lane| extend(b, wide, *lane, extension)).collect()
}

/// A lane with more bits.
pub(super) fn extend(b: &mut FunctionBuilder<'_>, wide: Type, lane: Value, extension: Extension) -> Value {
    match extension {
        Extension::Signed => b.ins().sextend(wide, lane),
        Extension::Unsigned => b.ins().uextend(wide, lane),
    }
}

/// Converts each lane to one of the same width.
fn each_as(
    cx: &mut FuncCx<'_, '_>,
    from: Type,
    to: Type,
    build: impl Fn(&mut FunctionBuilder<'_>, Type, Value) -> Value,
) {
    each(cx, from, |b, [x]| {
        let is_vector = b.func.dfg.value_type(x).is_vector();
        build(b, if is_vector { to } else { to.lane_type() }, x)
    });
}

/// The two low integers as doubles.
fn convert_low(cx: &mut FuncCx<'_, '_>, extension: Extension) {
    let convert = |b: &mut FunctionBuilder<'_>, ty, x| match extension {
        Extension::Signed => b.ins().fcvt_from_sint(ty, x),
        Extension::Unsigned => b.ins().fcvt_from_uint(ty, x),
    };
    operate(
        cx,
        types::I32X4,
        |b, [x]| {
            let wide = widen(b, x, Half::Low, extension);
            convert(b, types::F64X2, wide)
        },
        |b, [x]| x[..2].iter().map(|lane| convert(b, types::F64, *lane)).collect(),
    );
}

/// The two doubles as the low integers, the high ones zero.
fn truncate_low(cx: &mut FuncCx<'_, '_>, extension: Extension) {
    operate(
        cx,
        types::F64X2,
        |b, [x]| {
            // Of just this type: x86-64 knows the pattern.
            let zero = crate::translate::types::vector(b, types::I64X2, 0);
            match extension {
                Extension::Signed => {
                    let wide = b.ins().fcvt_to_sint_sat(types::I64X2, x);
                    b.ins().snarrow(wide, zero)
                }
                Extension::Unsigned => {
                    let wide = b.ins().fcvt_to_uint_sat(types::I64X2, x);
                    b.ins().uunarrow(wide, zero)
                }
            }
        },
        |b, [x]| {
            let zero = b.ins().iconst(types::I32, 0);
            let low = x.into_iter().map(|lane| match extension {
                Extension::Signed => b.ins().fcvt_to_sint_sat(types::I32, lane),
                Extension::Unsigned => b.ins().fcvt_to_uint_sat(types::I32, lane),
            });
            low.collect::<Vec<_>>().into_iter().chain([zero; 2]).collect()
        },
    );
}
