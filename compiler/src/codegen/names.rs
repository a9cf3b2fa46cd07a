//! A value with two origins in; each use with the name that it has there out.

use std::collections::HashMap;

use cranelift_codegen::dominator_tree::DominatorTree;
use cranelift_codegen::entity::EntitySet;
use cranelift_codegen::flowgraph::ControlFlowGraph;
use cranelift_codegen::ir::{Block, BlockArg, BlockCall, Function, Inst, Value};

/// Leaves out the blocks that nothing leads to; whether there were any.
pub(super) fn remove_unreached(function: &mut Function, domtree: &DominatorTree) -> bool {
    let is_unreached = |block: &Block| !domtree.is_reachable(*block);
    let unreached: Vec<Block> = function.layout.blocks().filter(is_unreached).collect();
    unreached.iter().for_each(|block| function.layout.remove_block_and_insts(*block));
    !unreached.is_empty()
}

/// By block: where what it dominates ends.
pub(super) type Frontiers = HashMap<Block, Vec<Block>>;

/// Those of all blocks.
pub(super) fn frontiers(function: &Function, cfg: &ControlFlowGraph, domtree: &DominatorTree) -> Frontiers {
    let mut frontiers = Frontiers::new();
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

/// A block from whose end on a value has this name.
#[derive(Clone, Copy)]
pub(super) struct Origin {
    pub(super) block: Block,
    pub(super) name: Value,
}

/// By value, of these, each with the block that computes it: what uses it outside of that block, in the order of the
/// layout.
pub(super) fn users(
    function: &Function,
    values: impl Iterator<Item = (Value, Block)>,
) -> HashMap<Value, Vec<Inst>> {
    let mut found: HashMap<Value, (Block, Vec<Inst>)> =
        values.map(|(value, origin)| (value, (origin, Vec::new()))).collect();
    for block in function.layout.blocks() {
        for inst in function.layout.block_insts(block) {
            for value in function.dfg.inst_values(inst) {
                match found.get_mut(&value) {
                    Some((origin, users)) if *origin != block && users.last() != Some(&inst) => {
                        users.push(inst)
                    }
                    _ => {}
                }
            }
        }
    }
    found.into_iter().map(|(value, (_, users))| (value, users)).collect()
}

/// Gives these users of the first of two names, all outside of the block that computes it, the one that holds there;
/// where either may, a block is handed it. Every way to such a use comes by one of the two blocks, and all blocks are
/// reached.
pub(super) fn join(
    function: &mut Function,
    cfg: &ControlFlowGraph,
    domtree: &DominatorTree,
    frontiers: &Frontiers,
    origins: [Origin; 2],
    users: Vec<Inst>,
) {
    let value = origins[0].name;
    let blocks = users.iter().filter_map(|user| function.layout.inst_block(*user)).collect();
    let live = live_at(cfg, blocks, &origins.map(|origin| origin.block));
    let mut names: HashMap<Block, Value> = origins.iter().map(|origin| (origin.block, origin.name)).collect();
    let ty = function.dfg.value_type(value);
    let mut joins = Vec::new();
    let mut pending: Vec<Block> = origins.iter().map(|origin| origin.block).collect();
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
            above = domtree.idom(above).expect("what dominates it has a name");
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

/// The blocks at whose start a value is of use that comes from these blocks, and is used in these others.
pub(super) fn live_at(cfg: &ControlFlowGraph, users: Vec<Block>, origins: &[Block]) -> EntitySet<Block> {
    let mut live = EntitySet::new();
    let mut pending = users;
    while let Some(block) = pending.pop() {
        if !origins.contains(&block) && live.insert(block) {
            pending.extend(cfg.pred_iter(block).map(|pred| pred.block));
        }
    }
    live
}
