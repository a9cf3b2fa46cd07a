//! Values that a loop carries, and whose next ones are there before they are used last, in; last uses before that
//! out.
//!
//! Two values that live at the same time need two registers, and the way back a move, a block for it, and a jump.
//! Cranelift computes what has no effects as late as it can, but leaves loads where they are: what is loaded for the
//! next round comes before what is computed from this round's. So what is computed last from the old value moves up
//! to where the new one comes from.

use std::cmp::Ordering;

use cranelift_codegen::ir::{Block, Function, Inst, Value};

use super::counters::Carried;
use super::uses::{Uses, is_pure};
use cranelift_codegen::dominator_tree::DominatorTree;

/// How many computations move at most.
const MOST: usize = 4;

/// In a block of more instructions, registers are short anyway, and what is computed early holds another.
const LARGEST: usize = 24;

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
    let Some(late) = late_users(function, uses, domtree, block, (carried.current, definition)) else {
        return;
    };
    let is_early = |value: Value| {
        let inst = function.dfg.value_def(value).inst();
        inst.is_none_or(|inst| {
            function.layout.inst_block(inst) != Some(block)
                || function.layout.pp_cmp(inst, definition) == Ordering::Less
        })
    };
    let moves = |user: &Inst| is_pure(function, *user) && function.dfg.inst_values(*user).all(is_early);
    if late.len() <= MOST && late.iter().all(moves) {
        for user in late {
            function.layout.remove_inst(user);
            function.layout.insert_inst(user, definition);
        }
    }
}

/// The instructions of `block` that use a value behind `definition`; none if others do.
fn late_users(
    function: &Function,
    uses: &Uses,
    domtree: &DominatorTree,
    block: Block,
    (value, definition): (Value, Inst),
) -> Option<Vec<Inst>> {
    let mut late = Vec::new();
    for user in uses.of_value(value) {
        let at = function.layout.inst_block(*user)?;
        if at != block && domtree.block_dominates(block, at) {
            return None;
        }
        let is_late = at == block && function.layout.pp_cmp(*user, definition) == Ordering::Greater;
        if is_late && late.last() != Some(user) {
            late.push(*user);
        }
    }
    Some(late)
}
