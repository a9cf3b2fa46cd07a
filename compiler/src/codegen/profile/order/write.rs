//! Blocks and an order in; the code in that order out.

use std::ops::Range;

use super::blocks::{Blocks, End};
use super::flow::Flow;
use crate::codegen::placement;
use crate::codegen::shorten::{JUMP, LONG_JUMP, New, long_opcode, put};
use crate::codegen::{CompiledFunction, RelocationTarget, Traffic};

/// The opcode of a call.
const CALL: u8 = 0xe8;

/// Code that is written anew.
struct Code {
    bytes: Vec<u8>,
    /// By number of block: where it starts.
    starts: Vec<u32>,
    /// Where the last block ends, and where constants start.
    end: u32,
    constants: u32,
    /// The jumps between blocks.
    jumps: Vec<ToBlock>,
    /// From a block to the end of one that goes back to it.
    loops: Vec<Range<u32>>,
}

/// A distance of four bytes to a block.
struct ToBlock {
    field: u32,
    from: u32,
    to: usize,
}

/// Writes the code anew. Where its blocks start in their order, and where the last ends.
pub(super) fn run(
    function: &mut CompiledFunction,
    blocks: &Blocks,
    flow: &Flow,
    order: &[usize],
) -> Vec<u32> {
    function.traffic = Some(traffic(function, blocks, flow));
    let mut code = Code::of(function, blocks, flow, order);
    code.lead_there(blocks);
    for relocation in &mut function.relocations {
        relocation.offset = code.place(blocks, relocation.offset);
    }
    for site in &mut function.trap_sites {
        site.code_offset = code.place(blocks, site.code_offset);
    }
    function.trap_sites.sort_unstable_by_key(|site| site.code_offset);
    let bodies = order.iter().map(|block| (blocks.list[*block].body.clone(), code.starts[*block]));
    function.inlined = function.inlined.moved(bodies);
    function.loops = placement::short(code.loops);
    function.code = code.bytes;
    order.iter().map(|block| code.starts[*block]).chain([code.end]).collect()
}

impl Code {
    /// That of a function in this order; distances are those of before.
    fn of(function: &CompiledFunction, blocks: &Blocks, flow: &Flow, order: &[usize]) -> Code {
        let mut bytes: Vec<u8> = Vec::with_capacity(function.code.len());
        let mut starts = vec![0; order.len()];
        let mut is_placed = vec![false; order.len()];
        let (mut between, mut loops) = (Vec::new(), Vec::new());
        for (place, number) in order.iter().enumerate() {
            let block = &blocks.list[*number];
            starts[*number] = bytes.len() as u32;
            is_placed[*number] = true;
            bytes.extend_from_slice(&function.code[block.body.start as usize..block.body.end as usize]);
            for (short_opcode, to) in jumps(flow, *number, block.end, order.get(place + 1).copied()) {
                bytes.extend(long_opcode(short_opcode));
                let field = bytes.len() as u32;
                bytes.extend([0; 4]);
                between.push(ToBlock { field, from: field + 4, to });
            }
            let end = bytes.len() as u32;
            // What went back before: other ways back lead to where ways meet.
            let back = block.end.next().filter(|next| next <= number && is_placed[*next]);
            loops.extend(back.map(|next| starts[next]..end));
        }
        let end = bytes.len() as u32;
        let old_constants = blocks.sweep.constants;
        let constants = &function.code[old_constants as usize..];
        if !constants.is_empty() {
            placement::fill_up(&mut bytes, old_constants, function.alignment);
        }
        let constants_start = bytes.len() as u32;
        bytes.extend_from_slice(constants);
        Code { bytes, starts, end, constants: constants_start, jumps: between, loops }
    }

    /// Where a place of the old code is.
    fn place(&self, blocks: &Blocks, old: u32) -> u32 {
        match old.checked_sub(blocks.sweep.constants) {
            Some(behind) => self.constants + behind,
            None => {
                let block = blocks.around(old);
                self.starts[block] + (old - blocks.starts[block])
            }
        }
    }

    /// Lets all distances lead where they did.
    fn lead_there(&mut self, blocks: &Blocks) {
        let sweep = &blocks.sweep;
        let mut distances = std::mem::take(&mut self.jumps);
        for edit in &sweep.edits {
            let New::Jump { target, .. } = edit.new else { continue };
            if edit.start < blocks.list[blocks.around(edit.start)].body.end {
                let field = self.place(blocks, edit.start) + (edit.end - 4 - edit.start);
                distances.push(ToBlock { field, from: field + 4, to: blocks.around(target) });
            }
        }
        distances.extend(sweep.entries.iter().map(|entry| ToBlock {
            field: self.place(blocks, entry.field),
            from: self.place(blocks, entry.table),
            to: blocks.around(entry.target),
        }));
        for ToBlock { field, from, to } in distances {
            put(&mut self.bytes, field, self.starts[to].wrapping_sub(from));
        }
        for reference in &sweep.references {
            let field = self.place(blocks, reference.field);
            let from = field + (reference.end - reference.field);
            let distance = self.place(blocks, reference.target).wrapping_sub(from);
            put(&mut self.bytes, field, distance);
        }
    }
}

/// What runs of a function that is not written anew yet.
fn traffic(function: &CompiledFunction, blocks: &Blocks, flow: &Flow) -> Traffic {
    let mut traffic = Traffic::default();
    for (block, runs) in blocks.list.iter().zip(&flow.runs) {
        traffic.executed = traffic.executed.saturating_add(runs.saturating_mul(block.body.len() as u64));
    }
    for relocation in &function.relocations {
        let opcode = relocation.offset.checked_sub(1).map(|before| function.code[before as usize]);
        if let (RelocationTarget::Symbol(symbol), Some(CALL | LONG_JUMP)) = (&relocation.target, opcode) {
            traffic.calls.push((*symbol, flow.runs[blocks.around(relocation.offset)]));
        }
    }
    traffic
}

/// The jumps behind a block that ends so, before `next`: each with the opcode of a short one.
fn jumps(flow: &Flow, from: usize, end: End, next: Option<usize>) -> Vec<(u8, usize)> {
    match end {
        End::Away => Vec::new(),
        End::To(to) if next == Some(to) => Vec::new(),
        End::To(to) => vec![(JUMP, to)],
        End::Either(condition, then, otherwise) => {
            // The lowest bit of a condition is its opposite.
            let by_then = (condition, then);
            let by_otherwise = (condition ^ 1, otherwise);
            match next {
                Some(next) if next == otherwise => vec![by_then],
                Some(next) if next == then => vec![by_otherwise],
                _ if flow.between(from, then) < flow.between(from, otherwise) => {
                    vec![by_otherwise, (JUMP, then)]
                }
                _ => vec![by_then, (JUMP, otherwise)],
            }
        }
    }
}
