//! Calls: direct ones to functions of the program and of the host, indirect ones through tables.

use std::mem::offset_of;

use ahead_abi::table::FunctionRef;
use ahead_abi::trap::TrapKind;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{InstBuilder, Value, types};
use cranelift_frontend::FunctionBuilder;
use wasmparser::{FuncType, Operator};

use super::address::{Addresses, Region};
use super::types::POINTER;
use super::{FuncCx, integer, signature, table, trap_code};
use crate::plan::{Callee, PossibleTypes, StoreOrder, Symbol};

/// Translates a call; whether it was one.
pub(super) fn translate(cx: &mut FuncCx<'_, '_>, operator: &Operator<'_>) -> bool {
    match *operator {
        Operator::Call { function_index } => {
            let callee = cx.instance.functions[function_index as usize];
            let ty = cx.module.function_type(function_index);
            let args = pop_args(cx, ty);
            if let Some(order) = wide_multiply(cx, callee) {
                integer::multiply_and_store(cx, &args, order);
                return true;
            }
            let results = direct(&mut cx.builder, &mut cx.addresses, callee, ty, &args);
            cx.operands.extend(results);
        }
        Operator::CallIndirect { type_index, table_index } => indirect(cx, type_index, table_index),
        _ => return false,
    }
    true
}

/// If the callee multiplies 128-bit integers and stores the product to this instance's memory: in
/// which order.
fn wide_multiply(cx: &FuncCx<'_, '_>, callee: Callee) -> Option<StoreOrder> {
    let Callee::Defined(index) = callee else { return None };
    let function = &cx.plan.functions[index as usize];
    let instance = &cx.plan.instances[function.instance as usize];
    function.wide_multiply.filter(|_| std::ptr::eq(instance, cx.instance))
}

/// Calls a function that is known at build time.
pub(super) fn direct(
    builder: &mut FunctionBuilder<'_>,
    addresses: &mut Addresses,
    callee: Callee,
    ty: &FuncType,
    args: &[Value],
) -> Vec<Value> {
    let function = match callee {
        Callee::Defined(index) => addresses.function(builder, Symbol::Function(index), || signature::of(ty)),
        Callee::Host(index) => addresses.function(builder, Symbol::Host(index), || signature::of_host(ty)),
    };
    signature::call_with(builder, ty, args, |builder, args| builder.ins().call(function, args))
}

fn indirect(cx: &mut FuncCx<'_, '_>, type_index: u32, table_index: u32) {
    let ty = &cx.module.types[type_index as usize];
    let table = cx.instance.tables[table_index as usize];
    let index = cx.pop();
    let args = pop_args(cx, ty);
    let entry = table::entry(cx, table, index, TrapKind::UndefinedElement);
    let code = checked_code(cx, table, entry, cx.instance.type_ids[type_index as usize]);
    let signature = cx.addresses.signature(&mut cx.builder, type_index, || signature::of(ty));
    let results = signature::call_with(&mut cx.builder, ty, &args, |builder, args| {
        builder.ins().call_indirect(signature, code, args)
    });
    cx.operands.extend(results);
}

/// Native code of the function at `entry`; traps unless it has this type. Checks as little as the
/// table's entries need.
fn checked_code(cx: &mut FuncCx<'_, '_>, table: u32, entry: Value, type_id: u32) -> Value {
    let possible = cx.plan.tables[table as usize].possible_types;
    let flags = Region::Table(table).trusted_flags(&mut cx.builder);
    if possible != PossibleTypes::Only(type_id) && possible != PossibleTypes::OnlyOrNull(type_id) {
        check_type(cx, table, entry, type_id);
    }
    let code = cx.builder.ins().load(POINTER, flags, entry, offset_of!(FunctionRef, code) as i32);
    if possible == PossibleTypes::OnlyOrNull(type_id) {
        cx.builder.ins().trapz(code, trap_code(TrapKind::UninitializedElement));
    }
    code
}

fn check_type(cx: &mut FuncCx<'_, '_>, table: u32, entry: Value, type_id: u32) {
    let flags = Region::Table(table).trusted_flags(&mut cx.builder);
    let found = cx.builder.ins().load(types::I32, flags, entry, offset_of!(FunctionRef, type_id) as i32);
    let wrong = cx.builder.create_block();
    let right = cx.builder.create_block();
    cx.builder.set_cold_block(wrong);
    let differs = cx.builder.ins().icmp_imm_s(IntCC::NotEqual, found, i64::from(type_id));
    cx.builder.ins().brif(differs, wrong, &[], right, &[]);
    cx.builder.switch_to_block(wrong);
    cx.builder.seal_block(wrong);
    cx.builder.ins().trapz(found, trap_code(TrapKind::UninitializedElement));
    cx.builder.ins().trap(trap_code(TrapKind::IndirectCallTypeMismatch));
    cx.builder.switch_to_block(right);
    cx.builder.seal_block(right);
}

fn pop_args(cx: &mut FuncCx<'_, '_>, ty: &FuncType) -> Vec<Value> {
    cx.operands.split_off(cx.operands.len() - ty.params().len())
}
