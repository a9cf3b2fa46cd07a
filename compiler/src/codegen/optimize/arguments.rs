//! A function's parameters that loops use in, copies of them out.
//!
//! A parameter arrives in a register that the convention names, where results and the arguments of calls are
//! wanted, too. The allocator takes it for the same value all the way, and where it must leave that register,
//! it may do so in the middle of a loop, with moves there and back in each round. A copy starts anew, in
//! whatever register suits the loop.

use std::collections::BTreeMap;

use cranelift_codegen::Context;
use cranelift_codegen::cursor::{Cursor, FuncCursor};
use cranelift_codegen::entity::EntitySet;
use cranelift_codegen::ir::types::{I32, I64};
use cranelift_codegen::ir::{Block, Function, Inst, InstBuilder, Value};
use cranelift_codegen::loop_analysis::LoopAnalysis;

/// Copies the parameters that a loop uses, or starts with.
pub(super) fn run(context: &mut Context) {
    let Context { func: function, loop_analysis: loops, .. } = context;
    let Some(entry) = function.layout.entry_block() else { return };
    let mut params = EntitySet::new();
    for param in function.dfg.block_params(entry) {
        if matches!(function.dfg.value_type(*param), I32 | I64) {
            params.insert(*param);
        }
    }
    let insts: Vec<(Block, Inst)> = function
        .layout
        .blocks()
        .flat_map(|block| function.layout.block_insts(block).map(move |inst| (block, inst)))
        .collect();
    let mut copies: BTreeMap<Value, Value> = BTreeMap::new();
    for (block, inst) in &insts {
        if loops.innermost_loop(*block).is_some() || enters_loop(function, loops, *inst) {
            let used = function.dfg.inst_values(*inst).filter(|value| params.contains(*value));
            copies.extend(used.map(|param| (param, param)));
        }
    }
    if copies.is_empty() {
        return;
    }
    for (param, copy) in &mut copies {
        *copy = FuncCursor::new(function).at_first_insertion_point(entry).ins().bor(*param, *param);
    }
    for (_, inst) in insts {
        function.dfg.map_inst_values(inst, |value| copies.get(&value).copied().unwrap_or(value));
    }
}

fn enters_loop(function: &Function, loops: &LoopAnalysis, branch: Inst) -> bool {
    let dfg = &function.dfg;
    let calls = dfg.insts[branch].branch_destination(&dfg.jump_tables, &dfg.exception_tables);
    calls.iter().any(|call| loops.is_loop_header(call.block(&dfg.value_lists)).is_some())
}
