//! Conversions between integers and floats.

use cranelift_codegen::ir::{InstBuilder, MemFlagsData, types};
use wasmparser::Operator;

use super::FuncCx;
use super::integer::unary;

/// Translates a conversion; whether it was one.
pub(super) fn translate(cx: &mut FuncCx<'_, '_>, operator: &Operator<'_>) -> bool {
    match *operator {
        Operator::I32TruncF32S | Operator::I32TruncF64S => {
            unary(cx, |b, x| b.ins().fcvt_to_sint(types::I32, x))
        }
        Operator::I32TruncF32U | Operator::I32TruncF64U => {
            unary(cx, |b, x| b.ins().fcvt_to_uint(types::I32, x))
        }
        Operator::I64TruncF32S | Operator::I64TruncF64S => {
            unary(cx, |b, x| b.ins().fcvt_to_sint(types::I64, x))
        }
        Operator::I64TruncF32U | Operator::I64TruncF64U => {
            unary(cx, |b, x| b.ins().fcvt_to_uint(types::I64, x))
        }
        Operator::I32TruncSatF32S | Operator::I32TruncSatF64S => {
            unary(cx, |b, x| b.ins().fcvt_to_sint_sat(types::I32, x))
        }
        Operator::I32TruncSatF32U | Operator::I32TruncSatF64U => {
            unary(cx, |b, x| b.ins().fcvt_to_uint_sat(types::I32, x))
        }
        Operator::I64TruncSatF32S | Operator::I64TruncSatF64S => {
            unary(cx, |b, x| b.ins().fcvt_to_sint_sat(types::I64, x))
        }
        Operator::I64TruncSatF32U | Operator::I64TruncSatF64U => {
            unary(cx, |b, x| b.ins().fcvt_to_uint_sat(types::I64, x))
        }
        Operator::F32ConvertI32S | Operator::F32ConvertI64S => {
            unary(cx, |b, x| b.ins().fcvt_from_sint(types::F32, x))
        }
        Operator::F32ConvertI32U | Operator::F32ConvertI64U => {
            unary(cx, |b, x| b.ins().fcvt_from_uint(types::F32, x))
        }
        Operator::F64ConvertI32S | Operator::F64ConvertI64S => {
            unary(cx, |b, x| b.ins().fcvt_from_sint(types::F64, x))
        }
        Operator::F64ConvertI32U | Operator::F64ConvertI64U => {
            unary(cx, |b, x| b.ins().fcvt_from_uint(types::F64, x))
        }
        Operator::F32DemoteF64 => unary(cx, |b, x| b.ins().fdemote(types::F32, x)),
        Operator::F64PromoteF32 => unary(cx, |b, x| b.ins().fpromote(types::F64, x)),
        Operator::I32ReinterpretF32 => reinterpret(cx, types::I32),
        Operator::I64ReinterpretF64 => reinterpret(cx, types::I64),
        Operator::F32ReinterpretI32 => reinterpret(cx, types::F32),
        Operator::F64ReinterpretI64 => reinterpret(cx, types::F64),
        _ => return false,
    }
    true
}

fn reinterpret(cx: &mut FuncCx<'_, '_>, ty: types::Type) {
    unary(cx, |b, x| b.ins().bitcast(ty, MemFlagsData::new(), x));
}
