//! A function with another start, at which values are known by other names, in; each use with the name that holds there
//! out.

use std::collections::HashMap;

use cranelift_codegen::dominator_tree::DominatorTree;
use cranelift_codegen::flowgraph::ControlFlowGraph;
use cranelift_codegen::ir::{Function, Value};

use crate::codegen::names::{self, Frontiers, Origin};
use crate::codegen::optimize::uses::{block_of, insts};

/// Leaves out what is not reached any more, and gives every use of these values what they are: the second of each at the
/// start.
pub(super) fn run(function: &mut Function, entered: impl Iterator<Item = (Value, Value)>) {
    let mut cfg = ControlFlowGraph::new();
    cfg.compute(function);
    let domtree = DominatorTree::with_function(function, &cfg);
    names::remove_unreached(function, &domtree);
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
    let frontiers =
        if both.is_empty() { Frontiers::new() } else { names::frontiers(function, &cfg, &domtree) };
    let mut users = names::users(function, both.iter().map(|(value, _, block)| (*value, *block)));
    let entry = function.layout.entry_block().expect("a function has one");
    for (value, at_start, block) in both {
        let origins = [Origin { block, name: value }, Origin { block: entry, name: at_start }];
        let users = users.remove(&value).unwrap_or_default();
        names::join(function, &cfg, &domtree, &frontiers, origins, users);
    }
    for inst in insts(function) {
        function.dfg.map_inst_values(inst, |value| alone.get(&value).copied().unwrap_or(value));
    }
}
