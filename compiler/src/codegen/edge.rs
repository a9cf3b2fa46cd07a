//! Edges between blocks.

use std::collections::HashMap;

use cranelift_codegen::cursor::{Cursor, FuncCursor};
use cranelift_codegen::ir::{Block, BlockArg, BlockCall, Function, InstBuilder};

/// An edge, by the block it leaves, which of that block's edges it is, and where it goes.
#[derive(Clone, Copy)]
pub(super) struct Edge {
    pub(super) from: Block,
    pub(super) number: usize,
    pub(super) to: Block,
}

/// The critical ones of a function, in its order: those from a block that goes elsewhere, too, to one that is reached
/// from elsewhere, too.
pub(super) fn critical(function: &Function) -> Vec<Edge> {
    let mut edges = Vec::new();
    let mut leading_to: HashMap<Block, u32> = HashMap::new();
    for from in function.layout.blocks() {
        let Some(last) = function.layout.last_inst(from) else { continue };
        let dfg = &function.dfg;
        let calls = dfg.insts[last].branch_destination(&dfg.jump_tables, &dfg.exception_tables);
        for (number, call) in calls.iter().enumerate() {
            let to = call.block(&dfg.value_lists);
            *leading_to.entry(to).or_default() += 1;
            if calls.len() > 1 {
                edges.push(Edge { from, number, to });
            }
        }
    }
    edges.retain(|edge| leading_to[&edge.to] > 1);
    edges
}

/// Puts a block of its own on an edge.
pub(super) fn split(function: &mut Function, edge: Edge) -> Block {
    let block = function.dfg.make_block();
    let last = function.layout.last_inst(edge.from).expect("an edge leaves it");
    let location = function.srcloc(last);
    let dfg = &mut function.dfg;
    let to_block = BlockCall::new(block, std::iter::empty::<BlockArg>(), &mut dfg.value_lists);
    let calls = dfg.insts[last].branch_destination_mut(&mut dfg.jump_tables, &mut dfg.exception_tables);
    let call = std::mem::replace(&mut calls[edge.number], to_block);
    let args: Vec<BlockArg> = call.args(&dfg.value_lists).collect();
    function.layout.append_block(block);
    FuncCursor::new(function).at_bottom(block).with_srcloc(location).ins().jump(edge.to, &args);
    block
}

/// The only one of several, such as ways to a block, if that is how many there are.
pub(super) fn only<T>(mut several: impl Iterator<Item = T>) -> Option<T> {
    several.next().filter(|_| several.next().is_none())
}
