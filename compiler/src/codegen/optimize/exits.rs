//! Branches that leave a loop in, branches behind which the loop goes on out.
//!
//! Of a branch's two blocks Cranelift puts the second behind it. Where that one is outside the loop, all of what
//! follows the loop comes to stand in the midst of it, and each round jumps there and back again.

use cranelift_codegen::Context;
use cranelift_codegen::cursor::{Cursor, FuncCursor};
use cranelift_codegen::ir::condcodes::{CondCode, IntCC};
use cranelift_codegen::ir::{Function, Inst, InstBuilder, InstructionData, Value};
use cranelift_codegen::loop_analysis::LoopAnalysis;

use super::uses::Uses;

/// Exchanges the blocks of such branches; what loops there are is known.
pub(super) fn run(context: &mut Context) {
    let Context { func: function, loop_analysis: loops, .. } = context;
    let ends = function.layout.blocks().filter_map(|block| function.layout.last_inst(block));
    let found: Vec<Inst> = ends.filter(|branch| leaves_second(function, loops, *branch)).collect();
    if found.is_empty() {
        return;
    }
    let uses = Uses::of(function);
    for branch in found {
        let InstructionData::Brif { arg, .. } = function.dfg.insts[branch] else { continue };
        let opposite = opposite(function, &uses, branch, arg);
        if let InstructionData::Brif { arg, blocks, .. } = &mut function.dfg.insts[branch] {
            *arg = opposite;
            blocks.swap(0, 1);
        }
    }
}

/// Whether of a branch's blocks only the first is in its loop, and not where the loop begins: behind a jump back
/// the way out is where it should be.
fn leaves_second(function: &Function, loops: &LoopAnalysis, branch: Inst) -> bool {
    let InstructionData::Brif { blocks, .. } = function.dfg.insts[branch] else { return false };
    let [first, second] = blocks.map(|block| block.block(&function.dfg.value_lists));
    let around = function.layout.inst_block(branch).and_then(|block| loops.innermost_loop(block));
    around.is_some_and(|around| {
        loops.is_in_loop(first, around)
            && !loops.is_in_loop(second, around)
            && loops.loop_header(around) != first
    })
}

/// A value that is zero where `condition`, the branch's, is not, and the other way round. A comparison for the
/// branch alone becomes the opposite one: what it loads can still be a part of it.
fn opposite(function: &mut Function, uses: &Uses, branch: Inst, condition: Value) -> Value {
    let Some(inst) = function.dfg.value_def(condition).inst() else {
        return is_zero(function, branch, condition);
    };
    let mut turned = function.dfg.insts[inst];
    match &mut turned {
        InstructionData::IntCompare { cond, .. } => *cond = cond.complement(),
        InstructionData::FloatCompare { cond, .. } => *cond = cond.complement(),
        _ => return is_zero(function, branch, condition),
    }
    if uses.of_value(condition) == [branch] {
        function.dfg.insts[inst] = turned;
        return condition;
    }
    let copy = function.dfg.clone_inst(inst);
    function.dfg.insts[copy] = turned;
    function.layout.insert_inst(copy, branch);
    function.dfg.first_result(copy)
}

fn is_zero(function: &mut Function, branch: Inst, condition: Value) -> Value {
    FuncCursor::new(function).at_inst(branch).ins().icmp_imm_u(IntCC::Equal, condition, 0)
}
