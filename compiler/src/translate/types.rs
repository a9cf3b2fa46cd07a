//! Wasm types as CLIF types.

use cranelift_codegen::ir::{InstBuilder, Type, Value, types};
use cranelift_codegen::isa::{CallConv, TargetFrontendConfig};
use cranelift_frontend::FunctionBuilder;
use wasmparser::ValType;

/// The convention of all generated functions: the platform's, whose callee-saved registers keep
/// values across calls.
pub(super) const CALL_CONV: CallConv = CallConv::SystemV;

/// Addresses and references.
pub(super) const POINTER: Type = types::I64;

/// What building CLIF must know of the target: the same for all of them.
pub(super) const FRONTEND_CONFIG: TargetFrontendConfig = TargetFrontendConfig {
    default_call_conv: CALL_CONV,
    pointer_width: target_lexicon::PointerWidth::U64,
    page_size_align_log2: 16,
};

/// The CLIF type of a wasm value.
pub(super) fn of(ty: ValType) -> Type {
    match ty {
        ValType::I32 => types::I32,
        ValType::I64 => types::I64,
        ValType::F32 => types::F32,
        ValType::F64 => types::F64,
        ValType::V128 => types::I8X16,
        ValType::Ref(_) => POINTER,
    }
}

/// The zero (or null) of a CLIF type.
pub(super) fn zero(builder: &mut FunctionBuilder<'_>, ty: Type) -> Value {
    match ty {
        types::F32 => builder.ins().f32const(0.0),
        types::F64 => builder.ins().f64const(0.0),
        ty => builder.ins().iconst(ty, 0),
    }
}

/// `value` as `iconst` wants it: zero-extended from the type's width.
pub(super) fn immediate(ty: Type, value: i64) -> i64 {
    match ty {
        types::I32 => i64::from(value as u32),
        _ => value,
    }
}
