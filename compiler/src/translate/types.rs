//! Wasm types as CLIF types.

use cranelift_codegen::ir::{ConstantData, InstBuilder, Type, Value, types};
use cranelift_codegen::isa::{CallConv, TargetFrontendConfig};
use cranelift_frontend::FunctionBuilder;
use wasmparser::ValType;

use crate::plan::{Calls, Plan, Vectors};

/// The convention of the runtime, and of everything it calls.
pub(super) const PLATFORM: CallConv = CallConv::SystemV;

/// How the plan wants values and functions to be in CLIF.
#[derive(Clone, Copy)]
pub(super) struct Lowering {
    /// The convention of wasm functions.
    pub call_conv: CallConv,
    /// What `v128` is.
    pub vector: Type,
}

impl Lowering {
    /// The plan's.
    pub(super) fn of(plan: &Plan<'_>) -> Self {
        Lowering {
            call_conv: match plan.calls {
                Calls::Platform => PLATFORM,
                Calls::Tail => CallConv::Tail,
            },
            vector: match plan.vectors {
                Vectors::Native => types::I8X16,
                Vectors::Scalar => types::I128,
            },
        }
    }

    /// The CLIF type of a wasm value.
    pub(super) fn value(self, ty: ValType) -> Type {
        match ty {
            ValType::I32 => types::I32,
            ValType::I64 => types::I64,
            ValType::F32 => types::F32,
            ValType::F64 => types::F64,
            ValType::V128 => self.vector,
            ValType::Ref(_) => POINTER,
        }
    }
}

/// Addresses and references.
pub(super) const POINTER: Type = types::I64;

/// What building CLIF must know of the target: the same for all of them.
pub(super) const FRONTEND_CONFIG: TargetFrontendConfig = TargetFrontendConfig {
    default_call_conv: PLATFORM,
    pointer_width: target_lexicon::PointerWidth::U64,
    page_size_align_log2: 16,
};

/// The zero (or null) of a CLIF type.
pub(super) fn zero(builder: &mut FunctionBuilder<'_>, ty: Type) -> Value {
    match ty {
        types::F32 => builder.ins().f32const(0.0),
        types::F64 => builder.ins().f64const(0.0),
        types::I8X16 | types::I128 => vector(builder, ty, 0),
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

/// The vector with these bits, in the form that [`Lowering::vector`] says.
pub(super) fn vector(builder: &mut FunctionBuilder<'_>, ty: Type, bits: u128) -> Value {
    if ty == types::I128 {
        let low = builder.ins().iconst(types::I64, bits as i64);
        let high = builder.ins().iconst(types::I64, (bits >> 64) as i64);
        return builder.ins().iconcat(low, high);
    }
    let bytes = bits.to_le_bytes();
    let constant = builder.func.dfg.constants.insert(ConstantData::from(&bytes[..]));
    builder.ins().vconst(ty, constant)
}
