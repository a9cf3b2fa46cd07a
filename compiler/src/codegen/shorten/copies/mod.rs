//! Moves between registers and the frame in; no move out, where both hold the same already, or where nothing reads it;
//! and shorter ones.
//!
//! Cranelift's allocator of registers decides about pieces of a value's life, each by itself. So it writes a value to
//! the frame that it has just read from there, reads one that is still in the register, and moves between registers
//! what the blocks before have moved. What holds the same is found forward, block by block, until nothing changes: at
//! the start of a block holds what held at the end of all before it. At the start of the function, and where a jump
//! table leads, nothing is known. Before that, what slots hold is put together ([`webs`]); behind it, what is moved to
//! where nothing reads it goes ([`unused`]), and moves of 64 bits become moves of 32 ([`halves`]).
//!
//! The places are the registers and the slots of the frame. Only instructions that name a slot reach it: a
//! function that takes an address in its frame stays as it is.

mod block;
mod halves;
mod place;
mod state;
mod unused;
mod webs;

use super::encoding::Bytes;
use super::frame::Frame;
use super::sweep::{New, Replacements, Sweep};
use block::{Block, Reader, Step};
use place::{Effects, MOST, Places, Slots};
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

/// What of registers of numbers is handed over.
#[derive(Clone, Copy)]
pub(in crate::codegen) struct Numbers {
    /// Whether more than 32 bits of one are an argument of a function that is called.
    pub(in crate::codegen) wide_arguments: bool,
    /// Whether more than 32 bits of one are a result.
    pub(in crate::codegen) wide_results: bool,
    /// Whether results are where the System V convention has them.
    pub(in crate::codegen) usual_results: bool,
    /// Whether it may go on with another function, to which it hands over arguments.
    pub(in crate::codegen) goes_on: bool,
}

/// How often all blocks are looked at; where that does not suffice, all moves stay. A loop in a loop takes one round
/// more where blocks are in order.
const ROUNDS: usize = 16;

/// What the instructions of a function do to places.
struct Steps {
    blocks: Vec<Block>,
    all: Vec<Step>,
    slots: Slots,
    /// The blocks that jump tables lead to.
    by_table: Vec<usize>,
}

impl Steps {
    /// With no more places told apart than `most`; none if anything is not understood, or nothing is moved.
    fn of(sweep: &Sweep, code: &[u8], targets: &[u32], frame: &Frame, most: u32) -> Option<Steps> {
        let starts = starts(sweep, targets, frame);
        let mut reader = Reader::new(sweep, code, frame, &starts, most);
        let blocks: Vec<Block> =
            (0..starts.len()).map(|number| reader.block(number)).collect::<Option<_>>()?;
        let by_table = sweep.entries.iter().filter_map(|entry| starts.binary_search(&entry.target).ok());
        let moves = reader.steps.iter().any(|step| matches!(step, Step::Copy { .. }));
        moves.then(|| Steps { blocks, all: reader.steps, slots: reader.slots, by_table: by_table.collect() })
    }

    /// Follows back which places are of use: `before` gives those before a block, given those behind it, which are
    /// `always` some, and `leaving` where the function is left. None if that takes too long.
    fn follow_back(
        &self,
        always: Places,
        leaving: Places,
        mut before: impl FnMut(&Block, Places) -> Places,
    ) -> Option<()> {
        // By block: the places that are of use at the start.
        let mut used: Vec<Places> = vec![0; self.blocks.len()];
        for _ in 0..ROUNDS {
            let mut has_news = false;
            // At the start of any of those that jumps through tables lead to, as it was in the round before.
            let by_table = self.by_table.iter().fold(0, |by_table, block| by_table | used[*block]);
            for (index, block) in self.blocks.iter().enumerate().rev() {
                let mut behind = always;
                behind |= if block.leaves { leaving } else { 0 };
                behind |= if block.goes_by_table { by_table } else { 0 };
                let behind = block.next(index).fold(behind, |behind, next| behind | used[next]);
                let before = before(block, behind);
                has_news |= before != used[index];
                used[index] = before;
            }
            if !has_news {
                return Some(());
            }
        }
        None
    }

    /// Leaves out what is where it is moved to already.
    fn leave_out_superfluous(&mut self, effects: &Effects) -> Replacements {
        for entry in self.by_table.iter().chain([&0]) {
            self.blocks[*entry].enter(&State::NONE);
        }
        if !settle(&mut self.blocks, &self.all, effects) {
            return Replacements::new();
        }
        let mut replacements = Replacements::new();
        for block in &self.blocks {
            // What is not reached stays.
            let Some(mut state) = block.before else { continue };
            for step in &mut self.all[block.steps.clone()] {
                match *step {
                    Step::Copy { to, from, start, end } if state.holds_same(to, from) => {
                        replacements.push(((start, end), Bytes::new()));
                        *step = Step::NOTHING;
                    }
                    _ => state.pass(step, effects),
                }
            }
        }
        replacements
    }

    /// Leaves out what is moved to where nothing reads it.
    fn leave_out_unused(&mut self, effects: &Effects) -> Replacements {
        let mut replacements = Replacements::new();
        let unused = unused::moves(self, effects);
        for (step, _) in self.all.iter_mut().zip(unused).filter(|(_, is_unused)| *is_unused) {
            if let Step::Copy { start, end, .. } = *step {
                replacements.push(((start, end), Bytes::new()));
                *step = Step::NOTHING;
            }
        }
        replacements
    }

    /// Moves 32 bits where that does; none if a move has another form than expected.
    fn narrow(&self, effects: &Effects, sweep: &Sweep, code: &[u8]) -> Option<Replacements> {
        let mut replacements = Replacements::new();
        for (step, may_be_narrow) in self.all.iter().zip(halves::moves(self, effects)) {
            if let Step::Copy { start, end, .. } = *step
                && may_be_narrow
            {
                let bytes = sweep.new_at(start).unwrap_or(&code[start as usize..end as usize]);
                replacements.push(((start, end), halves::narrow(bytes)?));
            }
        }
        Some(replacements)
    }
}

/// Gives what slots of a function hold other slots, if it moves anything between them; `targets` is where jumps go and
/// blocks start, sorted.
pub(super) fn join_slots(sweep: &mut Sweep, code: &[u8], targets: &[u32], frame: &Frame, calls: Calls) {
    if calls == Calls::KeepNone || !moves_slots(code) {
        return;
    }
    let steps = Steps::of(sweep, code, targets, frame, u32::MAX);
    let moved = steps.and_then(|steps| webs::moved(&steps, |offset| frame.operand_len(offset)));
    sweep.moved_slots = moved.unwrap_or_default();
}

/// Whether it seems that somewhere a slot is loaded, and what it holds is stored in a slot right behind.
fn moves_slots(code: &[u8]) -> bool {
    /// Bytes of a load from a slot that is far, and of a store without its distance.
    const LEN: usize = 8 + 4;
    let is_move = |window: &[u8]| {
        let [rex @ (0x48 | 0x4c), 0x8b, operand, 0x24, rest @ ..] = window else { return false };
        let distance = match operand & !0x38 {
            0x04 => 0,
            0x44 => 1,
            0x84 => 4,
            _ => return false,
        };
        matches!(&rest[distance..], [r, 0x89, stored, 0x24, ..] if r == rex && stored & 0x38 == operand & 0x38)
    };
    code.windows(LEN).any(is_move)
}

/// Leaves out the moves that change nothing, and makes others shorter; `targets` is where jumps go and blocks start,
/// sorted.
pub(super) fn leave_out(
    sweep: &mut Sweep,
    code: &[u8],
    targets: &[u32],
    frame: &Frame,
    calls: Calls,
    numbers: Numbers,
) {
    let Some(mut steps) = Steps::of(sweep, code, targets, frame, MOST) else { return };
    let effects = Effects::of(&steps.slots, &mut steps.all, calls, numbers);
    let mut replacements = steps.leave_out_superfluous(&effects);
    replacements.extend(steps.leave_out_unused(&effects));
    replacements.extend(steps.narrow(&effects, sweep, code).unwrap_or_default());
    sweep.replace(replacements);
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
            for next in blocks[index].next(index) {
                blocks[next].enter(&state);
            }
        }
    }
    false
}
