//! Loops whose counter lives on beside its next value in, loops where one register holds both out.
//!
//! Where a loop goes round, `next = counter + step` becomes the counter. If the counter is still used
//! after `next` was computed, the two need two registers, and the way back a move, a block for it, and a
//! jump. So `next` is computed as late as possible, a comparison `counter == limit` at the end becomes
//! `next == limit + step` (the same in modular arithmetic), what else computes the same sum takes `next`, and
//! behind the loop, what still uses the counter computes it from `next`.

use std::cmp::Ordering;

use cranelift_codegen::cursor::{Cursor, FuncCursor};
use cranelift_codegen::dominator_tree::DominatorTree;
use cranelift_codegen::flowgraph::ControlFlowGraph;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{
    Block, BlockArg, Function, Inst, InstBuilder, InstructionData, Opcode, Value, ValueDef, types,
};

use super::handover;
use super::inductions::loop_headers;
use super::uses::{Uses, binary, constant, is_pure, unary};
use crate::codegen::edge::only;

/// How many users are looked at of what a loop carries, at each place from which it goes round: an interpreter may have
/// thousands of both.
const MOST_USERS: usize = 500;

/// A value that a loop carries, where it goes round.
pub(super) struct Carried {
    /// In this round.
    pub(super) current: Value,
    /// In the next round.
    pub(super) next: Value,
}

/// One of which the next is the sum with a constant.
struct Counter {
    current: Value,
    next: Value,
    /// What computes `next`: an addition, which may be of the low halves and then extended.
    steps: Vec<Inst>,
    /// The constant that is added.
    by: i64,
}

/// Rewrites every block from which a loop goes round, given who uses which value, if that is known. Whether any branch
/// has another destination now.
pub(super) fn run(
    function: &mut Function,
    cfg: &ControlFlowGraph,
    domtree: &DominatorTree,
    uses: Option<Uses>,
) -> bool {
    let blocks: Vec<Block> = function.layout.blocks().collect();
    if loop_headers(function, cfg, domtree).is_empty() {
        return false;
    }
    let mut threaded = false;
    for block in &blocks {
        threaded |= thread(function, cfg, domtree, *block);
    }
    let mut uses = uses.filter(|_| !threaded).unwrap_or_else(|| Uses::of(function));
    for block in blocks {
        let Some(terminator) = function.layout.last_inst(block) else { continue };
        for carried in carried(function, domtree, block, terminator) {
            let are_few = uses.of_value(carried.current).len() <= MOST_USERS;
            if let Some(counter) = counter(function, block, &carried) {
                if are_few {
                    merge_twins(function, &mut uses, domtree, &counter);
                }
                compare_next(function, &mut uses, domtree, block, terminator, &counter);
                postpone(function, &uses, block, terminator, &counter);
                if are_few {
                    leave(function, &mut uses, cfg, domtree, block, &counter);
                }
            }
            if are_few {
                handover::hasten(function, &uses, domtree, block, &carried);
            }
        }
    }
    threaded
}

/// Lets a branch to a block that only goes back to a loop go back itself. What little the block computes is
/// computed before the branch. Whether there was one.
fn thread(function: &mut Function, cfg: &ControlFlowGraph, domtree: &DominatorTree, block: Block) -> bool {
    let Some(terminator) = function.layout.last_inst(block) else { return false };
    let InstructionData::Brif { blocks, .. } = function.dfg.insts[terminator] else { return false };
    let mut threaded = false;
    for (index, call) in blocks.into_iter().enumerate() {
        let between = call.block(&function.dfg.value_lists);
        let Some(jump) = function.layout.last_inst(between) else { continue };
        let InstructionData::Jump { destination, .. } = function.dfg.insts[jump] else { continue };
        let header = destination.block(&function.dfg.value_lists);
        let is_back = domtree.block_dominates(header, block) && header != between && block != between;
        if !is_back || !function.dfg.block_params(between).is_empty() {
            continue;
        }
        let computed: Vec<Inst> = function.layout.block_insts(between).filter(|inst| *inst != jump).collect();
        let is_little = computed.is_empty()
            || (computed.len() <= 4
                && only(cfg.pred_iter(between)).is_some()
                && computed.iter().all(|inst| is_pure(function, *inst)));
        if is_little {
            for inst in computed {
                function.layout.remove_inst(inst);
                function.layout.insert_inst(inst, terminator);
            }
            let destination = destination.deep_clone(&mut function.dfg.value_lists);
            let InstructionData::Brif { blocks, .. } = &mut function.dfg.insts[terminator] else {
                return threaded;
            };
            blocks[index] = destination;
            threaded = true;
        }
    }
    threaded
}

/// What `block` hands to a loop that it goes back to.
fn carried(function: &Function, domtree: &DominatorTree, block: Block, terminator: Inst) -> Vec<Carried> {
    let dfg = &function.dfg;
    let pool = &dfg.value_lists;
    let destinations = dfg.insts[terminator].branch_destination(&dfg.jump_tables, &dfg.exception_tables);
    let mut carried = Vec::new();
    for call in destinations {
        let header = call.block(pool);
        if !domtree.block_dominates(header, block) {
            continue;
        }
        for (argument, current) in call.args(pool).zip(dfg.block_params(header)) {
            let BlockArg::Value(next) = argument else { continue };
            carried.push(Carried { current: *current, next });
        }
    }
    carried
}

fn counter(function: &Function, block: Block, carried: &Carried) -> Option<Counter> {
    let Carried { current, next } = *carried;
    let (sum, of) = match unary(function, next, Opcode::Uextend) {
        Some(sum) => (sum, unary(function, binary(function, sum, Opcode::Iadd)?[0], Opcode::Ireduce)?),
        None => (next, binary(function, next, Opcode::Iadd)?[0]),
    };
    let by = constant(function, binary(function, sum, Opcode::Iadd)?[1])?;
    let mut steps = Vec::new();
    for value in if sum == next { vec![sum] } else { vec![sum, next] } {
        let ValueDef::Result(step, _) = function.dfg.value_def(value) else { return None };
        if function.layout.inst_block(step) != Some(block) {
            return None;
        }
        steps.push(step);
    }
    let fits = matches!(function.dfg.value_type(sum), types::I32 | types::I64);
    (of == current && fits).then_some(Counter { current, next, steps, by: by as i64 })
}

/// Takes what else computes the same sum behind the one that becomes the counter from there: Cranelift adds
/// constants where the sums are used, in each block anew.
fn merge_twins(function: &mut Function, uses: &mut Uses, domtree: &DominatorTree, counter: &Counter) {
    let step = counter.steps[0];
    let sum = function.dfg.first_result(step);
    let mut users: Vec<Inst> = uses.of_value(counter.current).to_vec();
    if sum != counter.next {
        let halves = users.iter().filter_map(|user| function.dfg.inst_results(*user).first());
        let halves = halves.filter(|half| is_low_half(function, **half, counter.current));
        users = halves.flat_map(|half| uses.of_value(*half)).copied().take(MOST_USERS).collect();
    }
    for twin in users.into_iter().filter(|user| *user != step) {
        let InstructionData::Binary { opcode: Opcode::Iadd, args: [term, other] } = function.dfg.insts[twin]
        else {
            continue;
        };
        if constant(function, other) != Some(counter.by as u64) {
            continue;
        }
        let is_near = function.layout.inst_block(twin) == function.layout.inst_block(step);
        if is_near && domtree.dominates(twin, step, &function.layout) {
            let old: Vec<Value> = function.dfg.inst_values(step).collect();
            function.dfg.insts[step] = function.dfg.insts[twin];
            for (old, new) in old.into_iter().zip([term, other]).filter(|(old, new)| old != new) {
                uses.exchange(function, step, old, new);
            }
            function.layout.remove_inst(step);
            function.layout.insert_inst(step, twin);
        }
        let same = function.dfg.first_result(twin);
        uses.replace(function, domtree, step, same, sum);
        uses.remove_unused(function, twin);
    }
}

/// Compares `next` where the branch at the end compares the counter itself with a constant for equality, or with what
/// was a step further before the loop, or the same sum computed in 32 bits.
fn compare_next(
    function: &mut Function,
    uses: &mut Uses,
    domtree: &DominatorTree,
    block: Block,
    terminator: Inst,
    counter: &Counter,
) {
    let InstructionData::Brif { arg: condition, .. } = function.dfg.insts[terminator] else { return };
    if is_next(function, counter, condition) {
        let mut cursor = FuncCursor::new(function).at_inst(terminator);
        let next = cursor.ins().ireduce(types::I32, counter.next);
        let InstructionData::Brif { arg, .. } = &mut function.dfg.insts[terminator] else { return };
        *arg = next;
        uses.add_definition(function, next);
        uses.exchange(function, terminator, condition, next);
        return;
    }
    let ValueDef::Result(comparison, _) = function.dfg.value_def(condition) else { return };
    let InstructionData::IntCompare { cond, args: [mut left, mut right], .. } =
        function.dfg.insts[comparison]
    else {
        return;
    };
    if function.layout.inst_block(comparison) != Some(block) {
        return;
    }
    // Where the step wraps at 2^32, `next` tells nothing of the counter's high half.
    let is_whole = counter.steps.len() == 1;
    let is_current =
        |value: Value| is_whole && value == counter.current || is_low_half(function, value, counter.current);
    let is_equality = matches!(cond, IntCC::Equal | IntCC::NotEqual);
    if is_equality && is_current(right) {
        (left, right) = (right, left);
    }
    let narrow = function.dfg.value_type(left) != function.dfg.value_type(counter.next);
    let limit = if is_next(function, counter, left) {
        right
    } else if is_equality && is_current(left) {
        let ty = function.dfg.value_type(right);
        let limit = moved_limit(function, right, counter.by)
            .map(|limit| FuncCursor::new(function).at_inst(terminator).ins().iconst(ty, limit))
            .or_else(|| limit_before(function, uses, domtree, right, counter));
        let Some(limit) = limit else { return };
        limit
    } else {
        return;
    };
    let ty = function.dfg.value_type(left);
    let mut cursor = FuncCursor::new(function).at_inst(terminator);
    let next = if narrow { cursor.ins().ireduce(ty, counter.next) } else { counter.next };
    let moved = cursor.ins().icmp(cond, next, limit);
    let InstructionData::Brif { arg, .. } = &mut function.dfg.insts[terminator] else { return };
    *arg = moved;
    for value in if narrow { vec![next, moved] } else { vec![moved] } {
        uses.add_definition(function, value);
    }
    uses.exchange(function, terminator, condition, moved);
    uses.remove_unused(function, comparison);
}

/// Whether `value` is the low half of `next`, computed in 32 bits.
fn is_next(function: &Function, counter: &Counter, value: Value) -> bool {
    let Some([a, b]) = binary(function, value, Opcode::Iadd) else { return false };
    is_low_half(function, a, counter.current) && constant(function, b) == Some(counter.by as u32 as u64)
}

/// The limit that `next` reaches when the counter reaches this one, if an instruction can hold it.
fn moved_limit(function: &Function, limit: Value, by: i64) -> Option<i64> {
    let moved = (constant(function, limit)? as i64).wrapping_add(by);
    let is_narrow = function.dfg.value_type(limit) == types::I32;
    let moved = if is_narrow { i64::from(moved as u32) } else { moved };
    let fits = is_narrow || i32::try_from(moved).is_ok();
    fits.then_some(moved)
}

/// The limit that `next` reaches when the counter reaches this one, if it is computed before the loop: Cranelift takes
/// what is added to both sides of a comparison off them.
fn limit_before(
    function: &Function,
    uses: &Uses,
    domtree: &DominatorTree,
    limit: Value,
    counter: &Counter,
) -> Option<Value> {
    let ValueDef::Param(header, _) = function.dfg.value_def(counter.current) else { return None };
    let end = function.layout.last_inst(domtree.idom(header)?)?;
    let is_narrow = function.dfg.value_type(limit) == types::I32;
    let by = if is_narrow { u64::from(counter.by as u32) } else { counter.by as u64 };
    uses.of_value(limit).iter().take(MOST_USERS).find_map(|user| {
        let sum = *function.dfg.inst_results(*user).first()?;
        let [term, step] = binary(function, sum, Opcode::Iadd)?;
        let is_it = term == limit && constant(function, step) == Some(by);
        (is_it && domtree.dominates(*user, end, &function.layout)).then_some(sum)
    })
}

/// Whether `value` is the low 32 bits of `whole`.
fn is_low_half(function: &Function, value: Value, whole: Value) -> bool {
    unary(function, value, Opcode::Ireduce) == Some(whole) && function.dfg.value_type(value) == types::I32
}

/// Moves the computation of `next` down to the first instruction of its block that uses it.
fn postpone(function: &mut Function, uses: &Uses, block: Block, terminator: Inst, counter: &Counter) {
    for step in counter.steps.iter().rev() {
        debug_assert!(is_pure(function, *step));
        let result = function.dfg.first_result(*step);
        let users = uses.of_value(result).iter().copied();
        let here = users.filter(|user| function.layout.inst_block(*user) == Some(block));
        let first = here.min_by(|a, b| function.layout.pp_cmp(*a, *b)).unwrap_or(terminator);
        function.layout.remove_inst(*step);
        function.layout.insert_inst(*step, first);
    }
}

/// Computes the counter from `next` for what uses it behind the loop, where nothing else needs it any more from `next`
/// on.
fn leave(
    function: &mut Function,
    uses: &mut Uses,
    cfg: &ControlFlowGraph,
    domtree: &DominatorTree,
    block: Block,
    counter: &Counter,
) {
    let [step] = counter.steps[..] else { return };
    let is_behind = |user: &Inst| match function.layout.inst_block(*user) {
        Some(at) if at == block => function.layout.pp_cmp(*user, step) == Ordering::Greater,
        at => at.is_some_and(|at| domtree.block_dominates(block, at)),
    };
    let behind: Vec<Inst> = uses.of_value(counter.current).iter().copied().filter(is_behind).collect();
    let Some(first) = behind.first() else { return };
    let exits = cfg.succ_iter(block).filter(|exit| only(cfg.pred_iter(*exit)).is_some());
    let mut exits = exits.filter(|exit| {
        let first = function.layout.inst_block(*first);
        first.is_some_and(|first| domtree.block_dominates(*exit, first))
    });
    let Some(exit) = exits.next() else { return };
    let start = function.layout.first_inst(exit).expect("a block ends in a branch");
    let is_there = |user: &Inst| domtree.dominates(start, *user, &function.layout);
    // Where both live on, there is nothing to win.
    if !behind.iter().all(is_there) || uses.of_value(counter.next).iter().any(is_there) {
        return;
    }
    let ty = function.dfg.value_type(counter.next);
    let by = if ty == types::I32 { i64::from(counter.by as i32) } else { counter.by };
    let mut cursor = FuncCursor::new(function).at_inst(start);
    // Cranelift would take an addition together with the one that it undoes.
    let by = cursor.ins().iconst(ty, by);
    let current = cursor.ins().isub(counter.next, by);
    let at = function.dfg.value_def(current).inst().expect("it was computed just now");
    uses.add_definition(function, current);
    uses.replace(function, domtree, at, counter.current, current);
}
