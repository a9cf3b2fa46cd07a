//! Reference values: the address of a function's record, or an opaque number; null is 0.

use ahead_abi::table::FunctionRef;
use ahead_abi::trap::TrapKind;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{InstBuilder, Value, types};
use cranelift_frontend::FunctionBuilder;
use wasmparser::Operator;

use super::address::Addresses;
use super::integer::unary;
use super::types::POINTER;
use super::{FuncCx, trap_code};
use crate::plan::{Reference, Symbol};

/// Translates a reference operator; whether it was one.
pub(super) fn translate(cx: &mut FuncCx<'_, '_>, operator: &Operator<'_>) -> bool {
    match *operator {
        Operator::RefNull { .. } => {
            let null = cx.builder.ins().iconst(POINTER, 0);
            cx.push(null);
        }
        Operator::RefIsNull => unary(cx, |b, x| {
            let is_null = b.ins().icmp_imm_s(IntCC::Equal, x, 0);
            b.ins().uextend(types::I32, is_null)
        }),
        Operator::RefAsNonNull => {
            let reference = cx.pop();
            cx.builder.ins().trapz(reference, trap_code(TrapKind::NullReference));
            cx.push(reference);
        }
        Operator::RefFunc { function_index } => {
            let reference = cx.plan.reference_to(cx.instance.functions[function_index as usize]);
            let value = constant(&mut cx.builder, &mut cx.addresses, reference);
            cx.push(value);
        }
        _ => return false,
    }
    true
}

/// A reference that is known at build time.
pub(super) fn constant(
    builder: &mut FunctionBuilder<'_>,
    addresses: &mut Addresses,
    reference: Reference,
) -> Value {
    match reference {
        Reference::Null => builder.ins().iconst(POINTER, 0),
        Reference::Function(record) => {
            let records = addresses.of(builder, Symbol::FunctionRefs);
            builder.ins().iadd_imm_s(records, i64::from(record) * size_of::<FunctionRef>() as i64)
        }
    }
}
