//! Blocks that are handed a value they could take from where it is computed in, blocks without that
//! parameter out.
//!
//! A parameter that is the same value on every edge to its block, or the parameter itself where a loop
//! goes round, is that value. A loop within a loop has one for each thing that both only look at: each
//! wants a register, and hides a step of the outer loop from `inductions.rs`.

use cranelift_codegen::entity::SecondaryMap;
use cranelift_codegen::entity::packed_option::PackedOption;
use cranelift_codegen::ir::{Block, BlockArg, BlockCall, Function, Inst, Value};

/// How often all parameters are looked at. One round takes off all that loops in loops have, since inner
/// ones come first.
const ROUNDS: usize = 4;

/// An edge: the branch, and which of its destinations.
type Edge = (Inst, usize);

/// Removes such parameters.
pub(super) fn run(function: &mut Function) {
    let edges = edges(function);
    let mut same_as: SecondaryMap<Value, PackedOption<Value>> = SecondaryMap::new();
    let has_any = |block: &Block| !function.dfg.block_params(*block).is_empty();
    let blocks: Vec<Block> = function.layout.blocks().filter(has_any).collect();
    for _ in 0..ROUNDS {
        let mut found = false;
        for block in blocks.iter().rev() {
            let parameters = function.dfg.block_params(*block);
            let only = only_values(function, &same_as, &edges[*block], parameters);
            for (parameter, value) in parameters.iter().zip(only) {
                let Some(value) = value.expand().map(|value| resolve(function, &same_as, value)) else {
                    continue;
                };
                // In code that cannot be reached, parameters may have nothing but each other.
                if value != *parameter && same_as[*parameter].is_none() {
                    same_as[*parameter] = value.into();
                    found = true;
                }
            }
        }
        if !found {
            break;
        }
    }
    for block in blocks {
        remove(function, &same_as, &edges[block], block);
    }
}

/// The edges to each block that has parameters. The entry block has none.
fn edges(function: &Function) -> SecondaryMap<Block, Vec<Edge>> {
    let mut edges: SecondaryMap<Block, Vec<Edge>> = SecondaryMap::new();
    let dfg = &function.dfg;
    for block in function.layout.blocks() {
        let Some(branch) = function.layout.last_inst(block) else { continue };
        let calls = dfg.insts[branch].branch_destination(&dfg.jump_tables, &dfg.exception_tables);
        for (destination, call) in calls.iter().enumerate() {
            if call.len(&dfg.value_lists) > 0 {
                edges[call.block(&dfg.value_lists)].push((branch, destination));
            }
        }
    }
    edges
}

fn call(function: &Function, (branch, destination): Edge) -> BlockCall {
    let dfg = &function.dfg;
    dfg.insts[branch].branch_destination(&dfg.jump_tables, &dfg.exception_tables)[destination]
}

/// What each of a block's parameters is on every edge on which it is not itself, if that is one value.
fn only_values(
    function: &Function,
    same_as: &SecondaryMap<Value, PackedOption<Value>>,
    edges: &[Edge],
    parameters: &[Value],
) -> Vec<PackedOption<Value>> {
    let mut found: Vec<PackedOption<Value>> = vec![None.into(); parameters.len()];
    let mut differs = vec![false; parameters.len()];
    for edge in edges {
        let arguments = call(function, *edge);
        for (index, argument) in arguments.args(&function.dfg.value_lists).enumerate() {
            let value = match argument {
                BlockArg::Value(value) => resolve(function, same_as, value),
                _ => {
                    differs[index] = true;
                    continue;
                }
            };
            if value == parameters[index] {
                continue;
            }
            differs[index] |= found[index].expand().is_some_and(|other| other != value);
            found[index] = value.into();
        }
    }
    found.into_iter().zip(differs).map(|(value, differs)| if differs { None.into() } else { value }).collect()
}

fn resolve(function: &Function, same_as: &SecondaryMap<Value, PackedOption<Value>>, value: Value) -> Value {
    let mut value = function.dfg.resolve_aliases(value);
    while let Some(other) = same_as[value].expand() {
        value = function.dfg.resolve_aliases(other);
    }
    value
}

/// Removes the parameters of a block that are the same as others, and what is handed to them.
fn remove(
    function: &mut Function,
    same_as: &SecondaryMap<Value, PackedOption<Value>>,
    edges: &[Edge],
    block: Block,
) {
    let parameters = function.dfg.block_params(block).to_vec();
    if parameters.iter().all(|parameter| same_as[*parameter].is_none()) {
        return;
    }
    for (branch, destination) in edges {
        let old = call(function, (*branch, *destination));
        let dfg = &mut function.dfg;
        let kept: Vec<BlockArg> = parameters
            .iter()
            .zip(old.args(&dfg.value_lists))
            .filter_map(|(parameter, argument)| same_as[*parameter].is_none().then_some(argument))
            .collect();
        let new = BlockCall::new(block, kept, &mut dfg.value_lists);
        dfg.insts[*branch].branch_destination_mut(&mut dfg.jump_tables, &mut dfg.exception_tables)
            [*destination] = new;
    }
    // From the last one, as removing one moves those after it.
    for parameter in parameters.iter().rev() {
        if same_as[*parameter].is_some() {
            let value = resolve(function, same_as, *parameter);
            function.dfg.remove_block_param(*parameter);
            function.dfg.change_to_alias(*parameter, value);
        }
    }
}
