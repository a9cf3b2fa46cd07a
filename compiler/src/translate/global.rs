//! Locals, globals and the operators that only move operands.

use cranelift_codegen::ir::types::{F32, F64};
use cranelift_codegen::ir::{InstBuilder, Value};
use wasmparser::{Operator, ValType};

use super::address::Region;
use super::{FuncCx, asyncify, reference, types};
use crate::plan::{Constant, Symbol};

/// Translates a variable or parametric operator; whether it was one.
pub(super) fn translate(cx: &mut FuncCx<'_, '_>, operator: &Operator<'_>) -> bool {
    match *operator {
        Operator::LocalGet { local_index } => {
            let value = cx.locals[local_index as usize].get(&mut cx.builder);
            cx.push(value);
        }
        Operator::LocalSet { local_index } => {
            let value = cx.pop();
            cx.locals[local_index as usize].set(&mut cx.builder, value);
        }
        Operator::LocalTee { local_index } => {
            let value = *cx.operands.last().expect("the validator checked the operand stack");
            cx.locals[local_index as usize].set(&mut cx.builder, value);
        }
        Operator::GlobalGet { global_index } => {
            let global = cx.instance.globals[global_index as usize];
            let value = asyncify::read(cx, global).unwrap_or_else(|| read(cx, global));
            cx.push(value);
        }
        Operator::GlobalSet { global_index } => {
            let global = cx.instance.globals[global_index as usize];
            let value = cx.pop();
            let address = cx.addresses.of(&mut cx.builder, Symbol::Global(global));
            let flags = Region::Global(global).trusted_flags(&mut cx.builder);
            cx.builder.ins().store(flags, value, address, 0);
        }
        Operator::Drop => {
            cx.pop();
        }
        Operator::Select | Operator::TypedSelect { .. } => {
            let (first, second, condition) = cx.pop3();
            let value = match asyncify::outcome(cx, condition) {
                Some(holds) => [second, first][usize::from(holds)],
                None => cx.builder.ins().select(condition, first, second),
            };
            cx.push(value);
        }
        _ => return false,
    }
    true
}

/// The value of a global, by its program-wide index; an immutable one is a constant.
pub(super) fn read(cx: &mut FuncCx<'_, '_>, global: u32) -> Value {
    let planned = &cx.plan.globals[global as usize];
    if !planned.ty.mutable {
        return match planned.value {
            Constant::Bits(bits) => bits_constant(cx, planned.ty.content_type, bits),
            Constant::Reference(value) => reference::constant(&mut cx.builder, &mut cx.addresses, value),
        };
    }
    load(cx, global)
}

/// The value of a mutable global.
pub(super) fn load(cx: &mut FuncCx<'_, '_>, global: u32) -> Value {
    let ty = cx.lowering.value(cx.plan.globals[global as usize].ty.content_type);
    let address = cx.addresses.of(&mut cx.builder, Symbol::Global(global));
    let flags = Region::Global(global).trusted_flags(&mut cx.builder);
    cx.builder.ins().load(ty, flags, address, 0)
}

fn bits_constant(cx: &mut FuncCx<'_, '_>, ty: ValType, bits: u128) -> Value {
    match cx.lowering.value(ty) {
        F32 => cx.builder.ins().f32const(f32::from_bits(bits as u32)),
        F64 => cx.builder.ins().f64const(f64::from_bits(bits as u64)),
        vector if ty == ValType::V128 => types::vector(&mut cx.builder, vector, bits),
        ty => cx.builder.ins().iconst(ty, types::immediate(ty, bits as i64)),
    }
}
