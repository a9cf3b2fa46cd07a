//! The lengths of memories that explicit checks compare with: kept in SSA variables, so that a loop
//! without calls loads them once, before it.
//!
//! Only a call or `memory.grow` can change a length. After each the length is loaded anew; a load that
//! nothing uses goes away. (Code that is entered otherwise than by a branch, as an exception's handler
//! would be, must call [`reload`] first.)

use std::mem::offset_of;

use ahead_abi::memory::{Bounds, Memory};
use cranelift_codegen::ir::{InstBuilder, Value};
use cranelift_frontend::Variable;
use wasmparser::Operator;

use super::FuncCx;
use super::address::Region;
use super::types::POINTER;
use crate::plan::Symbol;

/// By memory, program-wide number: the variable with its length in bytes.
pub(super) type Lengths = Vec<(u32, Variable)>;

/// Declares the variables and loads the lengths, at the start of a function.
pub(super) fn enter_function(cx: &mut FuncCx<'_, '_>) {
    for memory in &cx.instance.memories {
        let planned = &cx.plan.memories[*memory as usize];
        let varies = planned.bounds == Bounds::Explicit && planned.min_len != planned.max_len;
        if varies && variable(cx, *memory).is_none() {
            let variable = cx.builder.declare_var(POINTER);
            cx.lengths.push((*memory, variable));
        }
    }
    reload(cx);
}

/// Loads the lengths again, if `operator`, which was just translated, may have changed one.
pub(super) fn after(cx: &mut FuncCx<'_, '_>, operator: &Operator<'_>) {
    let grows = matches!(
        operator,
        Operator::CallIndirect { .. } | Operator::CallRef { .. } | Operator::MemoryGrow { .. }
    );
    if grows && cx.reachable {
        reload(cx);
    }
}

/// The memory's length in bytes.
pub(super) fn of(cx: &mut FuncCx<'_, '_>, memory: u32) -> Value {
    let planned = &cx.plan.memories[memory as usize];
    if planned.min_len == planned.max_len {
        return cx.builder.ins().iconst(POINTER, planned.min_len as i64);
    }
    match variable(cx, memory) {
        Some(variable) => cx.builder.use_var(variable),
        None => load(cx, memory),
    }
}

fn variable(cx: &FuncCx<'_, '_>, memory: u32) -> Option<Variable> {
    cx.lengths.iter().find(|(known, _)| *known == memory).map(|(_, variable)| *variable)
}

/// Loads the lengths again.
pub(super) fn reload(cx: &mut FuncCx<'_, '_>) {
    for (memory, variable) in cx.lengths.clone() {
        let len = load(cx, memory);
        cx.builder.def_var(variable, len);
    }
}

fn load(cx: &mut FuncCx<'_, '_>, memory: u32) -> Value {
    let descriptor = cx.addresses.of(&mut cx.builder, Symbol::Memory(memory));
    let flags = Region::Descriptors.trusted_flags(&mut cx.builder);
    cx.builder.ins().load(POINTER, flags, descriptor, offset_of!(Memory, len) as i32)
}
