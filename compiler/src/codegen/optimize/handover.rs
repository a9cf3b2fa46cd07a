//! Values that a loop carries, and whose next ones are there before they are used last, in; last uses before that
//! out.
//!
//! Two values that live at the same time need two registers, and the way back a move, a block for it, and a jump.
//! Cranelift computes what has no effects as late as it can, but leaves loads where they are: what is loaded for the
//! next round comes before what is computed from this round's. So what is computed last from the old value moves up
//! to where the new one comes from, with what it needs for that: computations, and loads that no store comes before.

use std::cmp::Ordering;

use cranelift_codegen::dominator_tree::DominatorTree;
use cranelift_codegen::ir::{Block, Function, Inst};

use super::counters::Carried;
use super::loads::is_load;
use super::uses::{Uses, is_pure};

/// How many instructions move at most.
const MOST: usize = 6;

/// In a block of more instructions, registers are short anyway, and what is computed early holds another.
const LARGEST: usize = 32;

/// Moves what is computed from `carried.current` in `block`, from which its loop goes round, before its next value is
/// there, if nothing uses it after that then.
pub(super) fn hasten(
    function: &mut Function,
    uses: &Uses,
    domtree: &DominatorTree,
    block: Block,
    carried: &Carried,
) {
    let Some(definition) = function.dfg.value_def(carried.next).inst() else { return };
    let is_small = function.layout.block_insts(block).nth(LARGEST).is_none();
    if !is_small || function.layout.inst_block(definition) != Some(block) {
        return;
    }
    let is_late = |inst: Inst| function.layout.pp_cmp(inst, definition) == Ordering::Greater;
    let mut late = Vec::new();
    for user in uses.of_value(carried.current) {
        match function.layout.inst_block(*user) {
            Some(at) if at == block && is_late(*user) => late.push(*user),
            Some(at) if at != block && domtree.block_dominates(block, at) => return,
            _ => {}
        }
    }
    let Some(moved) = with_operands(function, block, definition, late) else { return };
    for inst in moved {
        function.layout.remove_inst(inst);
        function.layout.insert_inst(inst, definition);
    }
}

/// These instructions of a block and what they need that is computed behind `definition`, in its order; none if not all
/// of that can come before.
fn with_operands(
    function: &Function,
    block: Block,
    definition: Inst,
    mut moved: Vec<Inst>,
) -> Option<Vec<Inst>> {
    let mut next = 0;
    while let Some(inst) = moved.get(next).copied() {
        if inst == definition || moved.len() > MOST || !(is_pure(function, inst) || is_load(function, inst)) {
            return None;
        }
        for value in function.dfg.inst_values(inst) {
            let Some(operand) = function.dfg.value_def(value).inst() else { continue };
            let is_behind = function.layout.inst_block(operand) == Some(block)
                && function.layout.pp_cmp(operand, definition) != Ordering::Less;
            if is_behind && !moved.contains(&operand) {
                moved.push(operand);
            }
        }
        next += 1;
    }
    moved.sort_by(|a, b| function.layout.pp_cmp(*a, *b));
    moved.dedup();
    let last_load = moved.iter().rposition(|inst| is_load(function, *inst));
    let mut between = definition;
    while last_load.is_some_and(|last| between != moved[last]) {
        if !(is_pure(function, between) || is_load(function, between)) {
            return None;
        }
        between = function.layout.next_inst(between)?;
    }
    Some(moved)
}
