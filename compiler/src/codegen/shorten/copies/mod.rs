//! Moves between registers and the frame in; no move out, where both hold the same already.
//!
//! Cranelift's allocator of registers decides about pieces of a value's life, each by itself. So it writes a value
//! to the frame that it has just read from there, reads one that is still in the register, and moves between
//! registers what the blocks before have moved. What holds the same is found forward, block by block, until nothing
//! changes: at the start of a block holds what held at the end of all before it. At the start of the function, and
//! where a jump table leads, nothing is known.
//!
//! The places are the registers and the slots of the frame. Only instructions that name a slot reach it: a
//! function that takes an address in its frame stays as it is.

mod block;
mod place;
mod state;

use super::frame::Frame;
use super::sweep::{New, Sweep};
use block::{Block, Reader, Step};
use place::Effects;
use state::State;

/// What calls leave in registers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::codegen) enum Calls {
    /// What the System V convention says: rbx, rsp, rbp and r12 to r15.
    KeepSaved,
    /// Nothing, or something else.
    KeepNone,
    /// There are none, but for those of functions that stand for an instruction, which keep the same.
    Missing,
}

/// How often all blocks are looked at; where that does not suffice, nothing of the function goes. A loop in a loop
/// takes one round more where blocks are in order.
const ROUNDS: usize = 16;

/// Leaves out the moves that change nothing; `targets` is where jumps go and blocks start, sorted.
pub(super) fn leave_out(sweep: &mut Sweep, code: &[u8], targets: &[u32], frame: &Frame, calls: Calls) {
    let starts = starts(sweep, targets, frame);
    let mut reader = Reader::new(sweep, code, frame, &starts);
    let blocks: Option<Vec<Block>> = (0..starts.len()).map(|number| reader.block(number)).collect();
    let Some(mut blocks) = blocks else { return };
    let steps = reader.steps;
    if !steps.iter().any(|step| matches!(step, Step::Copy { .. })) {
        return;
    }
    let effects = Effects::of(reader.slots, calls);
    let by_table = sweep.entries.iter().filter_map(|entry| starts.binary_search(&entry.target).ok());
    for entry in by_table.chain([0]) {
        blocks[entry].enter(&State::NONE);
    }
    if settle(&mut blocks, &steps, &effects) {
        sweep.replace(superfluous(&blocks, &steps, &effects));
    }
}

/// Where blocks start: what a jump leads to, and what is behind one.
fn starts(sweep: &Sweep, targets: &[u32], frame: &Frame) -> Vec<u32> {
    let first = frame.prologue.len() as u32;
    let jumps = sweep.edits.iter().filter(|edit| matches!(edit.new, New::Jump { .. }));
    let mut starts: Vec<u32> = targets.to_vec();
    starts.extend(jumps.map(|jump| jump.end));
    starts.push(first);
    starts.retain(|start| *start >= first && sweep.is_instruction(*start));
    starts.sort_unstable();
    starts.dedup();
    starts
}

/// Finds what holds at the start of every block; whether that was done in time.
fn settle(blocks: &mut [Block], steps: &[Step], effects: &Effects) -> bool {
    for _ in 0..ROUNDS {
        if blocks.iter().all(|block| !block.has_news) {
            return true;
        }
        for index in 0..blocks.len() {
            let Some(mut state) = blocks[index].news() else { continue };
            steps[blocks[index].steps.clone()].iter().for_each(|step| state.pass(step, effects));
            let behind = blocks[index].goes_on.then_some(index + 1);
            for next in [blocks[index].jump, behind].into_iter().flatten() {
                blocks[next].enter(&state);
            }
        }
    }
    false
}

/// Nothing in the place of each move that changes nothing. What is not reached stays.
fn superfluous(blocks: &[Block], steps: &[Step], effects: &Effects) -> Vec<((u32, u32), Vec<u8>)> {
    let mut edits = Vec::new();
    for block in blocks {
        let Some(mut state) = block.before else { continue };
        for step in &steps[block.steps.clone()] {
            if let Step::Copy { to, from, start, end } = step
                && state.holds_same(*to, *from)
            {
                edits.push(((*start, *end), Vec::new()));
            }
            state.pass(step, effects);
        }
    }
    edits
}
