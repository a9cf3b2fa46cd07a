//! Floating-point arithmetic and comparisons.

use cranelift_codegen::ir::condcodes::FloatCC;
use cranelift_codegen::ir::{InstBuilder, types};
use wasmparser::Operator;

use super::FuncCx;
use super::integer::{binary, unary};

/// Translates a floating-point operator; whether it was one.
pub(super) fn translate(cx: &mut FuncCx<'_, '_>, operator: &Operator<'_>) -> bool {
    match *operator {
        Operator::F32Const { value } => {
            let value = cx.builder.ins().f32const(f32::from_bits(value.bits()));
            cx.push(value);
        }
        Operator::F64Const { value } => {
            let value = cx.builder.ins().f64const(f64::from_bits(value.bits()));
            cx.push(value);
        }

        Operator::F32Add | Operator::F64Add => binary(cx, |b, x, y| b.ins().fadd(x, y)),
        Operator::F32Sub | Operator::F64Sub => binary(cx, |b, x, y| b.ins().fsub(x, y)),
        Operator::F32Mul | Operator::F64Mul => binary(cx, |b, x, y| b.ins().fmul(x, y)),
        Operator::F32Div | Operator::F64Div => binary(cx, |b, x, y| b.ins().fdiv(x, y)),
        Operator::F32Min | Operator::F64Min => binary(cx, |b, x, y| b.ins().fmin(x, y)),
        Operator::F32Max | Operator::F64Max => binary(cx, |b, x, y| b.ins().fmax(x, y)),
        Operator::F32Copysign | Operator::F64Copysign => binary(cx, |b, x, y| b.ins().fcopysign(x, y)),

        Operator::F32Abs | Operator::F64Abs => unary(cx, |b, x| b.ins().fabs(x)),
        Operator::F32Neg | Operator::F64Neg => unary(cx, |b, x| b.ins().fneg(x)),
        Operator::F32Sqrt | Operator::F64Sqrt => unary(cx, |b, x| b.ins().sqrt(x)),
        Operator::F32Ceil | Operator::F64Ceil => unary(cx, |b, x| b.ins().ceil(x)),
        Operator::F32Floor | Operator::F64Floor => unary(cx, |b, x| b.ins().floor(x)),
        Operator::F32Trunc | Operator::F64Trunc => unary(cx, |b, x| b.ins().trunc(x)),
        Operator::F32Nearest | Operator::F64Nearest => unary(cx, |b, x| b.ins().nearest(x)),

        Operator::F32Eq | Operator::F64Eq => compare(cx, FloatCC::Equal),
        Operator::F32Ne | Operator::F64Ne => compare(cx, FloatCC::NotEqual),
        Operator::F32Lt | Operator::F64Lt => compare(cx, FloatCC::LessThan),
        Operator::F32Gt | Operator::F64Gt => compare(cx, FloatCC::GreaterThan),
        Operator::F32Le | Operator::F64Le => compare(cx, FloatCC::LessThanOrEqual),
        Operator::F32Ge | Operator::F64Ge => compare(cx, FloatCC::GreaterThanOrEqual),
        _ => return false,
    }
    true
}

fn compare(cx: &mut FuncCx<'_, '_>, condition: FloatCC) {
    binary(cx, |b, x, y| {
        let holds = b.ins().fcmp(condition, x, y);
        b.ins().uextend(types::I32, holds)
    });
}
