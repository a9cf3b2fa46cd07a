//! Blocks that are handed a value they could take from where it is computed in, blocks without that
//! parameter out.
//!
//! A parameter that is the same value on every edge to its block, or the parameter itself where a loop
//! goes round, is that value. A loop within a loop has one for each thing that both only look at: each
//! wants a register, and hides a step of the outer loop from `inductions.rs`.

use cranelift_codegen::entity::SecondaryMap;
use cranelift_codegen::entity::packed_option::PackedOption;
use cranelift_codegen::ir::{Block, BlockArg, BlockCall, Function, Inst, Value};
use smallvec::{SmallVec, smallvec};

/// How often all parameters are looked at. One round takes off all that loops in loops have, since inner
/// ones come first.
const ROUNDS: usize = 4;

/// An edge: the branch, and which of its destinations.
pub(in crate::codegen) type Edge = (Inst, usize);

/// Removes such parameters.
pub(super) fn run(function: &mut Function) {
    let edges = edges(function, function.layout.blocks());
    let has_any = |block: &Block| !function.dfg.block_params(*block).is_empty();
    let blocks: Vec<Block> = function.layout.blocks().filter(has_any).collect();
    let same_as = Same::of(function, &edges, blocks.iter().rev(), ROUNDS, |one, other| one == other);
    for block in blocks {
        remove(function, &same_as, &edges[block], block);
    }
}

/// The edges from these blocks to each block that has parameters. The entry block has none.
pub(in crate::codegen) fn edges(
    function: &Function,
    blocks: impl Iterator<Item = Block>,
) -> SecondaryMap<Block, Vec<Edge>> {
    let mut edges: SecondaryMap<Block, Vec<Edge>> = SecondaryMap::new();
    let dfg = &function.dfg;
    for block in blocks {
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

/// Parameters of blocks that are always the same value.
pub(in crate::codegen) struct Same {
    as_values: SecondaryMap<Value, PackedOption<Value>>,
}

impl Same {
    /// Those of these blocks, in this order, that are so on these edges; all are looked at so often at most, and
    /// values are the same as `are_same` says.
    pub(in crate::codegen) fn of<'b>(
        function: &Function,
        edges: &SecondaryMap<Block, Vec<Edge>>,
        blocks: impl Iterator<Item = &'b Block> + Clone,
        rounds: usize,
        are_same: impl Fn(Value, Value) -> bool,
    ) -> Same {
        let mut same = Same { as_values: SecondaryMap::new() };
        for _ in 0..rounds {
            let mut found = false;
            for block in blocks.clone() {
                let parameters = function.dfg.block_params(*block);
                let only = same.only_values(function, &edges[*block], parameters, &are_same);
                for (parameter, value) in parameters.iter().zip(only) {
                    let Some(value) = value.expand().map(|value| same.resolve(function, value)) else {
                        continue;
                    };
                    // In code that cannot be reached, parameters may have nothing but each other.
                    if value != *parameter && same.as_values[*parameter].is_none() {
                        same.as_values[*parameter] = value.into();
                        found = true;
                    }
                }
            }
            if !found {
                break;
            }
        }
        same
    }

    /// What each of a block's parameters is on every edge on which it is not itself, if that is one value.
    fn only_values(
        &self,
        function: &Function,
        edges: &[Edge],
        parameters: &[Value],
        are_same: impl Fn(Value, Value) -> bool,
    ) -> SmallVec<[PackedOption<Value>; 8]> {
        let mut found: SmallVec<[PackedOption<Value>; 8]> = smallvec![None.into(); parameters.len()];
        let mut differs: SmallVec<[bool; 8]> = smallvec![false; parameters.len()];
        for edge in edges {
            let arguments = call(function, *edge);
            for (index, argument) in arguments.args(&function.dfg.value_lists).enumerate() {
                let value = match argument {
                    BlockArg::Value(value) => self.resolve(function, value),
                    _ => {
                        differs[index] = true;
                        continue;
                    }
                };
                if value == parameters[index] {
                    continue;
                }
                match found[index].expand() {
                    Some(other) => differs[index] |= !are_same(other, value),
                    None => found[index] = value.into(),
                }
            }
        }
        found
            .iter_mut()
            .zip(differs)
            .filter(|(_, differs)| *differs)
            .for_each(|(value, _)| *value = None.into());
        found
    }

    /// What a value is.
    pub(in crate::codegen) fn resolve(&self, function: &Function, value: Value) -> Value {
        let mut value = function.dfg.resolve_aliases(value);
        while let Some(other) = self.as_values[value].expand() {
            value = function.dfg.resolve_aliases(other);
        }
        value
    }
}

fn call(function: &Function, (branch, destination): Edge) -> BlockCall {
    let dfg = &function.dfg;
    dfg.insts[branch].branch_destination(&dfg.jump_tables, &dfg.exception_tables)[destination]
}

/// Removes the parameters of a block that are the same as others, and what is handed to them.
fn remove(function: &mut Function, same_as: &Same, edges: &[Edge], block: Block) {
    let parameters = function.dfg.block_params(block);
    if parameters.iter().all(|parameter| same_as.as_values[*parameter].is_none()) {
        return;
    }
    let parameters = parameters.to_vec();
    for (branch, destination) in edges {
        let old = call(function, (*branch, *destination));
        let dfg = &mut function.dfg;
        let kept: Vec<BlockArg> = parameters
            .iter()
            .zip(old.args(&dfg.value_lists))
            .filter_map(|(parameter, argument)| same_as.as_values[*parameter].is_none().then_some(argument))
            .collect();
        let new = BlockCall::new(block, kept, &mut dfg.value_lists);
        dfg.insts[*branch].branch_destination_mut(&mut dfg.jump_tables, &mut dfg.exception_tables)
            [*destination] = new;
    }
    // From the last one, as removing one moves those after it.
    for parameter in parameters.iter().rev() {
        if same_as.as_values[*parameter].is_some() {
            let value = same_as.resolve(function, *parameter);
            function.dfg.remove_block_param(*parameter);
            function.dfg.change_to_alias(*parameter, value);
        }
    }
}
