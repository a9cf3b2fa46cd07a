//! A function with another start, at which values are known by other names, in; each use with the name that holds there
//! out.

use std::collections::HashMap;

use cranelift_codegen::dominator_tree::DominatorTree;
use cranelift_codegen::entity::EntitySet;
use cranelift_codegen::flowgraph::ControlFlowGraph;
use cranelift_codegen::ir::{Block, BlockArg, BlockCall, Function, Inst, Value, ValueDef};

use super::region::next;

/// Leaves out what is not reached any more, and gives every use of these values what they are: the second of each at the
/// start.
pub(super) fn run(function: &mut Function, entered: impl Iterator<Item = (Value, Value)>) {
    leave_out_unreached(function);
    let mut cfg = ControlFlowGraph::new();
    cfg.compute(function);
    let domtree = DominatorTree::with_function(function, &cfg);
    let mut alone: HashMap<Value, Value> = HashMap::new();
    let mut both = Vec::new();
    for (value, at_start) in entered {
        match origin(function, value) {
            Some(block) => both.push((value, at_start, block)),
            None => {
                alone.insert(value, at_start);
            }
        }
    }
    let frontiers = if both.is_empty() { HashMap::new() } else { frontiers(function, &cfg, &domtree) };
    for (value, at_start, origin) in both {
        join(function, &cfg, &domtree, &frontiers, value, at_start, origin);
    }
    let insts: Vec<Inst> =
        function.layout.blocks().flat_map(|block| function.layout.block_insts(block)).collect();
    for inst in insts {
        function.dfg.map_inst_values(inst, |value| alone.get(&value).copied().unwrap_or(value));
    }
}

/// Where a value is computed, if that is still there.
fn origin(function: &Function, value: Value) -> Option<Block> {
    let block = match function.dfg.value_def(value) {
        ValueDef::Result(inst, _) => function.layout.inst_block(inst)?,
        ValueDef::Param(block, _) => block,
        ValueDef::Union(..) => return None,
    };
    function.layout.is_block_inserted(block).then_some(block)
}

/// Removes the blocks that nothing leads to.
fn leave_out_unreached(function: &mut Function) {
    let entry = function.layout.entry_block().expect("a function has one");
    let mut seen = EntitySet::new();
    seen.insert(entry);
    let mut pending = vec![entry];
    while let Some(block) = pending.pop() {
        for next in next(function, block) {
            if seen.insert(next) {
                pending.push(next);
            }
        }
    }
    let blocks: Vec<Block> = function.layout.blocks().filter(|block| !seen.contains(*block)).collect();
    for block in blocks {
        function.layout.remove_block_and_insts(block);
    }
}

/// By block: where what it dominates ends.
fn frontiers(
    function: &Function,
    cfg: &ControlFlowGraph,
    domtree: &DominatorTree,
) -> HashMap<Block, Vec<Block>> {
    let mut frontiers: HashMap<Block, Vec<Block>> = HashMap::new();
    for block in function.layout.blocks() {
        if cfg.pred_iter(block).nth(1).is_none() {
            continue;
        }
        for before in cfg.pred_iter(block) {
            let mut above = Some(before.block);
            while let Some(dominating) = above.filter(|above| Some(*above) != domtree.idom(block)) {
                let frontier = frontiers.entry(dominating).or_default();
                if frontier.last() != Some(&block) {
                    frontier.push(block);
                }
                above = domtree.idom(dominating);
            }
        }
    }
    frontiers
}

/// Hands a value on where it is what it was at the start, or what it is computed to be at its origin.
fn join(
    function: &mut Function,
    cfg: &ControlFlowGraph,
    domtree: &DominatorTree,
    frontiers: &HashMap<Block, Vec<Block>>,
    value: Value,
    at_start: Value,
    origin: Block,
) {
    let mut users: Vec<Inst> = Vec::new();
    for block in function.layout.blocks().filter(|block| *block != origin) {
        for inst in function.layout.block_insts(block) {
            if function.dfg.inst_values(inst).any(|used| used == value) {
                users.push(inst);
            }
        }
    }
    let mut live = EntitySet::new();
    let mut pending: Vec<Block> = users.iter().filter_map(|user| function.layout.inst_block(*user)).collect();
    while let Some(block) = pending.pop() {
        if block != origin && live.insert(block) {
            pending.extend(cfg.pred_iter(block).map(|pred| pred.block));
        }
    }
    let mut names: HashMap<Block, Value> = HashMap::new();
    let entry = function.layout.entry_block().expect("a function has one");
    names.insert(entry, at_start);
    names.insert(origin, value);
    let ty = function.dfg.value_type(value);
    let mut joins = Vec::new();
    let mut pending = vec![origin];
    while let Some(block) = pending.pop() {
        for join in frontiers.get(&block).into_iter().flatten() {
            if live.contains(*join) && !names.contains_key(join) {
                let name = function.dfg.append_block_param(*join, ty);
                names.insert(*join, name);
                joins.push(*join);
                pending.push(*join);
            }
        }
    }
    let name_in = |mut block: Block| loop {
        match names.get(&block) {
            Some(name) => break *name,
            None => block = domtree.idom(block).expect("the start dominates all"),
        }
    };
    for user in users {
        let block = function.layout.inst_block(user).expect("it is there");
        let name = name_in(block);
        function.dfg.map_inst_values(user, |used| if used == value { name } else { used });
    }
    for join in joins {
        for pred in cfg.pred_iter(join) {
            let name = name_in(pred.block);
            let dfg = &mut function.dfg;
            let calls =
                dfg.insts[pred.inst].branch_destination_mut(&mut dfg.jump_tables, &mut dfg.exception_tables);
            for call in calls {
                if call.block(&dfg.value_lists) == join {
                    // A new list: instructions that are no longer part of the function may refer to the old one.
                    let args: Vec<BlockArg> =
                        call.args(&dfg.value_lists).chain([BlockArg::Value(name)]).collect();
                    *call = BlockCall::new(join, args, &mut dfg.value_lists);
                }
            }
        }
    }
}
