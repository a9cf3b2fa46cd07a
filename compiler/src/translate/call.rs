//! Calls: direct ones to functions of the program and of the host, indirect ones through tables.

use std::mem::offset_of;

use ahead_abi::table::FunctionRef;
use ahead_abi::trap::TrapKind;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{InstBuilder, Value, types};
use cranelift_frontend::FunctionBuilder;
use wasmparser::{FuncType, Operator};

use super::address::{Addresses, Region};
use super::types::{Lowering, POINTER};
use super::{
    FuncCx, ResultsPlace, control, inline, integer, length, signature, sole_callee, table, trap_code,
};
use crate::plan::{Callee, PossibleTypes, StoreOrder, Symbol};

/// Translates a call; whether it was one.
pub(super) fn translate(cx: &mut FuncCx<'_, '_>, operator: &Operator<'_>) -> bool {
    match *operator {
        Operator::Call { function_index } => {
            let callee = cx.instance.functions[function_index as usize];
            call(cx, callee, cx.module.function_type(function_index));
        }
        Operator::CallIndirect { type_index, table_index } => {
            match sole_callee::find(cx, type_index, table_index) {
                Some(sole) => {
                    sole_callee::check(cx, sole, type_index, table_index);
                    let ty = &cx.module.types[type_index as usize];
                    // The plan counts no such call: a body could come to stand in itself.
                    if cx.inlining.is_inside_body() {
                        call_itself(cx, sole.callee, ty);
                    } else {
                        call(cx, sole.callee, ty);
                    }
                }
                None => {
                    let code = code_in_table(cx, type_index, table_index);
                    call_code(cx, type_index, code);
                }
            }
        }
        Operator::CallRef { type_index } => {
            let code = code_of_reference(cx);
            call_code(cx, type_index, code);
        }
        Operator::ReturnCall { function_index } => {
            let callee = cx.instance.functions[function_index as usize];
            return_call(cx, callee, cx.module.function_type(function_index));
        }
        Operator::ReturnCallIndirect { type_index, table_index } => {
            match sole_callee::find(cx, type_index, table_index) {
                Some(sole) => {
                    sole_callee::check(cx, sole, type_index, table_index);
                    return_call(cx, sole.callee, &cx.module.types[type_index as usize]);
                }
                None => {
                    let code = code_in_table(cx, type_index, table_index);
                    return_call_code(cx, type_index, code);
                }
            }
        }
        Operator::ReturnCallRef { type_index } => {
            let code = code_of_reference(cx);
            return_call_code(cx, type_index, code);
        }
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

/// Calls a function, or does in its place what it does.
fn call(cx: &mut FuncCx<'_, '_>, callee: Callee, ty: &FuncType) {
    if let Some(order) = wide_multiply(cx, callee) {
        let args = pop_args(cx, ty);
        integer::multiply_and_store(cx, &args, order);
    } else if let Some(index) = inline::replacing(cx, callee) {
        let args = pop_args(cx, ty);
        inline::expand(cx, index, &args);
    } else {
        call_itself(cx, callee, ty);
    }
}

fn call_itself(cx: &mut FuncCx<'_, '_>, callee: Callee, ty: &FuncType) {
    let args = pop_args(cx, ty);
    let results = direct(&mut cx.builder, &mut cx.addresses, cx.lowering, callee, ty, &args);
    cx.operands.extend(results);
    length::reload(cx);
}

fn return_call(cx: &mut FuncCx<'_, '_>, callee: Callee, ty: &FuncType) {
    let Callee::Defined(index) = callee else {
        // The host has another convention, and calls nothing that could come back here.
        call(cx, callee, ty);
        control::return_top(cx);
        cx.reachable = false;
        return;
    };
    let lowering = cx.lowering;
    let args = tail_args(cx, ty);
    let function =
        cx.addresses.function(&mut cx.builder, Symbol::Function(index), || signature::of(lowering, ty));
    cx.builder.ins().return_call(function, &args);
    cx.reachable = false;
}

/// Calls a function that is known at build time.
pub(super) fn direct(
    builder: &mut FunctionBuilder<'_>,
    addresses: &mut Addresses,
    lowering: Lowering,
    callee: Callee,
    ty: &FuncType,
    args: &[Value],
) -> Vec<Value> {
    let function = match callee {
        Callee::Defined(index) => {
            addresses.function(builder, Symbol::Function(index), || signature::of(lowering, ty))
        }
        Callee::Host(index) => {
            addresses.function(builder, Symbol::Host(index), || signature::of_host(lowering, ty))
        }
    };
    signature::call_with(builder, lowering, ty, args, |builder, args| builder.ins().call(function, args))
}

/// Calls native code of a function of this type.
fn call_code(cx: &mut FuncCx<'_, '_>, type_index: u32, code: Value) {
    let lowering = cx.lowering;
    let ty = &cx.module.types[type_index as usize];
    let args = pop_args(cx, ty);
    let signature = cx.addresses.signature(&mut cx.builder, type_index, || signature::of(lowering, ty));
    let results = signature::call_with(&mut cx.builder, lowering, ty, &args, |builder, args| {
        builder.ins().call_indirect(signature, code, args)
    });
    cx.operands.extend(results);
}

/// As [`call_code`], in the place of this function.
fn return_call_code(cx: &mut FuncCx<'_, '_>, type_index: u32, code: Value) {
    let lowering = cx.lowering;
    let ty = &cx.module.types[type_index as usize];
    let args = tail_args(cx, ty);
    let signature = cx.addresses.signature(&mut cx.builder, type_index, || signature::of(lowering, ty));
    cx.builder.ins().return_call_indirect(signature, code, &args);
    cx.reachable = false;
}

/// The arguments of a call in the place of this function: its results are this one's, and go where
/// this one's caller wants them.
fn tail_args(cx: &mut FuncCx<'_, '_>, ty: &FuncType) -> Vec<Value> {
    let args = pop_args(cx, ty);
    match cx.results {
        ResultsPlace::Registers => args,
        ResultsPlace::Area(area) => std::iter::once(area).chain(args).collect(),
        ResultsPlace::Frame(_) => unreachable!("a body with tail calls takes no call's place"),
    }
}

/// Native code of the table's function at the index that is the topmost operand.
fn code_in_table(cx: &mut FuncCx<'_, '_>, type_index: u32, table_index: u32) -> Value {
    let table = cx.instance.tables[table_index as usize];
    let index = cx.pop();
    let entry = table::entry(cx, table, index, TrapKind::UndefinedElement);
    checked_code(cx, table, entry, cx.instance.type_ids[type_index as usize])
}

/// Native code of the function that the topmost operand refers to.
fn code_of_reference(cx: &mut FuncCx<'_, '_>) -> Value {
    let reference = cx.pop();
    cx.builder.ins().trapz(reference, trap_code(TrapKind::NullFunctionReference));
    let flags = Region::Descriptors.trusted_flags(&mut cx.builder);
    cx.builder.ins().load(POINTER, flags, reference, offset_of!(FunctionRef, code) as i32)
}

/// Native code of the function at `entry`; traps unless it has this type. Checks as little as the
/// table's entries need.
pub(super) fn checked_code(cx: &mut FuncCx<'_, '_>, table: u32, entry: Value, type_id: u32) -> Value {
    let possible = cx.plan.tables[table as usize].possible_types;
    let flags = Region::Table(table).trusted_flags(&mut cx.builder);
    if possible != PossibleTypes::Only(type_id) && possible != PossibleTypes::OnlyOrNull(type_id) {
        check_type(cx, table, entry, type_id);
    }
    let code = cx.builder.ins().load(POINTER, flags, entry, offset_of!(FunctionRef, code) as i32);
    // A function of a type that is called has code.
    if possible == PossibleTypes::OnlyOrNull(type_id) {
        cx.builder.ins().trapz(code, trap_code(TrapKind::UninitializedElement));
    }
    code
}

fn check_type(cx: &mut FuncCx<'_, '_>, table: u32, entry: Value, type_id: u32) {
    let found = type_of_entry(cx, table, entry);
    let wrong = cx.builder.create_block();
    let right = cx.builder.create_block();
    cx.builder.set_cold_block(wrong);
    let differs = cx.builder.ins().icmp_imm_s(IntCC::NotEqual, found, i64::from(type_id));
    cx.builder.ins().brif(differs, wrong, &[], right, &[]);
    cx.builder.switch_to_block(wrong);
    cx.builder.seal_block(wrong);
    trap_of_type(cx, found);
    cx.builder.switch_to_block(right);
    cx.builder.seal_block(right);
}

/// Traps, as an entry does that has this number of a type, which is not the one called for.
pub(super) fn trap_of_type(cx: &mut FuncCx<'_, '_>, found: Value) {
    cx.builder.ins().trapz(found, trap_code(TrapKind::UninitializedElement));
    cx.builder.ins().trap(trap_code(TrapKind::IndirectCallTypeMismatch));
}

/// The number of the type of the function at `entry`; 0 where there is none.
pub(super) fn type_of_entry(cx: &mut FuncCx<'_, '_>, table: u32, entry: Value) -> Value {
    let flags = Region::Table(table).trusted_flags(&mut cx.builder);
    cx.builder.ins().load(types::I32, flags, entry, offset_of!(FunctionRef, type_id) as i32)
}

fn pop_args(cx: &mut FuncCx<'_, '_>, ty: &FuncType) -> Vec<Value> {
    cx.operands.split_off(cx.operands.len() - ty.params().len())
}
