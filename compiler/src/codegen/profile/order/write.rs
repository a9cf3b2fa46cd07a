//! Blocks and an order in; the code in that order out.

use super::blocks::{Blocks, End};
use super::flow::Flow;
use crate::codegen::placement;
use crate::codegen::shorten::{New, put};
use crate::codegen::{CompiledFunction, Relocation, RelocationTarget, Traffic, TrapSite};

/// Opcodes with a distance of four bytes: of a call, of a jump, and the first byte of a branch; what the second is more
/// than the opcode of a short branch.
const CALL: u8 = 0xe8;
const LONG_JUMP: u8 = 0xe9;
const BRANCH: u8 = 0x0f;
const TO_LONG: u8 = 0x10;

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
    let mut code: Vec<u8> = Vec::with_capacity(function.code.len());
    let mut starts = vec![0; order.len()];
    let mut distances: Vec<ToBlock> = Vec::new();
    let mut loops = Vec::new();
    let mut is_placed = vec![false; order.len()];
    for (place, number) in order.iter().enumerate() {
        let block = &blocks.list[*number];
        starts[*number] = code.len() as u32;
        is_placed[*number] = true;
        code.extend_from_slice(&function.code[block.body.start as usize..block.body.end as usize]);
        for (condition, to) in jumps(flow, *number, block.end, order.get(place + 1).copied()) {
            match condition {
                None => code.push(LONG_JUMP),
                Some(condition) => code.extend([BRANCH, condition + TO_LONG]),
            }
            let field = code.len() as u32;
            code.extend([0; 4]);
            distances.push(ToBlock { field, from: field + 4, to });
        }
        let end = code.len() as u32;
        // What went back before: other ways back lead to where ways meet.
        let back = block.end.next().filter(|next| next <= number && is_placed[*next]);
        loops.extend(back.map(|next| starts[next]..end));
    }
    let end = code.len() as u32;
    let old_constants = blocks.sweep.constants;
    let constants = &function.code[old_constants as usize..];
    if !constants.is_empty() {
        placement::fill_up(&mut code, old_constants, function.alignment);
    }
    let new_constants = code.len() as u32;
    code.extend_from_slice(constants);
    let place = |old: u32| match old >= old_constants {
        true => old - old_constants + new_constants,
        false => {
            let block = blocks.around(old);
            starts[block] + (old - blocks.starts[block])
        }
    };

    let sweep = &blocks.sweep;
    for edit in &sweep.edits {
        let New::Jump { target, .. } = edit.new else { continue };
        if edit.start < blocks.list[blocks.around(edit.start)].body.end {
            let field = place(edit.start) + (edit.end - 4 - edit.start);
            distances.push(ToBlock { field, from: field + 4, to: blocks.around(target) });
        }
    }
    distances.extend(sweep.entries.iter().map(|entry| ToBlock {
        field: place(entry.field),
        from: place(entry.table),
        to: blocks.around(entry.target),
    }));
    for ToBlock { field, from, to } in distances {
        put(&mut code, field, starts[to].wrapping_sub(from));
    }
    for reference in &sweep.references {
        let field = place(reference.field);
        let from = field + (reference.end - reference.field);
        put(&mut code, field, place(reference.target).wrapping_sub(from));
    }

    function.traffic = Some(traffic(function, blocks, flow));
    let relocations = function.relocations.iter();
    function.relocations =
        relocations.map(|it| Relocation { offset: place(it.offset), ..it.clone() }).collect();
    let sites = function.trap_sites.iter();
    function.trap_sites =
        sites.map(|site| TrapSite { code_offset: place(site.code_offset), ..*site }).collect();
    function.trap_sites.sort_unstable_by_key(|site| site.code_offset);
    let bodies = order.iter().map(|block| (blocks.list[*block].body.clone(), starts[*block]));
    function.inlined = function.inlined.moved(bodies);
    function.loops = placement::short(loops);
    function.code = code;
    order.iter().map(|block| starts[*block]).chain([end]).collect()
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

/// The jumps behind a block that ends so, before `next`: each with the opcode of a short one if it has a condition.
fn jumps(flow: &Flow, from: usize, end: End, next: Option<usize>) -> Vec<(Option<u8>, usize)> {
    match end {
        End::Away => Vec::new(),
        End::To(to) if next == Some(to) => Vec::new(),
        End::To(to) => vec![(None, to)],
        End::Either(condition, then, otherwise) => {
            // The lowest bit of a condition is its opposite.
            let by_then = (Some(condition), then);
            let by_otherwise = (Some(condition ^ 1), otherwise);
            match next {
                Some(next) if next == otherwise => vec![by_then],
                Some(next) if next == then => vec![by_otherwise],
                _ if flow.between(from, then) < flow.between(from, otherwise) => {
                    vec![by_otherwise, (None, then)]
                }
                _ => vec![by_then, (None, otherwise)],
            }
        }
    }
}
