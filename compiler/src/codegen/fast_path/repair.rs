//! A function with another start, at which values are known by other names, in; each use with the name that holds there
//! out.

use std::collections::HashMap;

use cranelift_codegen::dominator_tree::DominatorTree;
use cranelift_codegen::flowgraph::ControlFlowGraph;
use cranelift_codegen::ir::{Block, BlockArg, BlockCall, Function, Inst, Value};

use super::values::live_at;
use crate::codegen::optimize::uses::{block_of, insts};

/// Leaves out what is not reached any more, and gives every use of these values what they are: the second of each at the
/// start.
pub(super) fn run(function: &mut Function, entered: impl Iterator<Item = (Value, Value)>) {
    let mut cfg = ControlFlowGraph::new();
    cfg.compute(function);
    let domtree = DominatorTree::with_function(function, &cfg);
    let is_unreached = |block: &Block| !domtree.is_reachable(*block);
    let unreached: Vec<Block> = function.layout.blocks().filter(is_unreached).collect();
    for block in unreached {
        function.layout.remove_block_and_insts(block);
    }
    cfg.compute(function);
    let mut alone: HashMap<Value, Value> = HashMap::new();
    let mut both = Vec::new();
    for (value, at_start) in entered {
        match block_of(function, value).filter(|block| function.layout.is_block_inserted(*block)) {
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
    for inst in insts(function) {
        function.dfg.map_inst_values(inst, |value| alone.get(&value).copied().unwrap_or(value));
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
                // What is above has it, too, then.
                if frontier.last() == Some(&block) {
                    break;
                }
                frontier.push(block);
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
    let blocks = users.iter().filter_map(|user| function.layout.inst_block(*user)).collect();
    let live = live_at(cfg, blocks, origin);
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
    // The name of the nearest block above that has one; that of all passed on the way is the same.
    let mut name_in = |block: Block| {
        let mut passed = Vec::new();
        let mut above = block;
        let name = loop {
            match names.get(&above) {
                Some(name) => break *name,
                None => passed.push(above),
            }
            above = domtree.idom(above).expect("the start dominates all");
        };
        names.extend(passed.into_iter().map(|passed| (passed, name)));
        name
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
