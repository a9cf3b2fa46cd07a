//! Code in; out, its blocks, and where each goes on.

use std::ops::Range;

use crate::codegen::shorten::{JUMP, New, Sweep};
use crate::codegen::{CompiledFunction, RelocationTarget};

/// The blocks of a function's code, by number in its order.
pub(super) struct Blocks {
    /// Where they start, sorted.
    pub(super) starts: Vec<u32>,
    pub(super) list: Vec<Block>,
    pub(super) sweep: Sweep,
}

/// A block.
pub(super) struct Block {
    /// Its code, but for the jumps at its end.
    pub(super) body: Range<u32>,
    /// How it ends.
    pub(super) end: End,
    /// Where it may go before, or through a table.
    pub(super) others: Vec<usize>,
    /// Whether it is only a trap.
    pub(super) traps: bool,
}

/// How a block ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum End {
    /// It goes on with no other by a distance.
    Away,
    /// It goes on with one.
    To(usize),
    /// It goes on with the first if a condition is true: that of a short jump with this opcode.
    Either(u8, usize, usize),
}

impl End {
    /// The blocks that it may go on with.
    pub(super) fn next(self) -> impl Iterator<Item = usize> {
        let [first, second] = match self {
            End::Away => [None, None],
            End::To(next) => [Some(next), None],
            End::Either(_, then, otherwise) => [Some(then), Some(otherwise)],
        };
        first.into_iter().chain(second)
    }
}

impl Blocks {
    /// Reads them; none if anything is not understood.
    pub(super) fn of(function: &CompiledFunction, starts: &[u32]) -> Option<Blocks> {
        let refers_to_itself = |target: &RelocationTarget| matches!(target, RelocationTarget::Own(_));
        if function.relocations.iter().any(|relocation| refers_to_itself(&relocation.target)) {
            return None;
        }
        let sweep = Sweep::of_final(&function.code, &function.relocations, starts)?;
        if !sweep.short_jumps.is_empty() {
            return None;
        }
        let mut starts: Vec<u32> = [0].into_iter().chain(starts.iter().copied()).collect();
        starts.extend(sweep.breaks.iter().copied().chain(sweep.targets()));
        starts.retain(|start| *start < sweep.end);
        starts.sort_unstable();
        starts.dedup();
        let mut blocks = Blocks { starts, list: Vec::new(), sweep };
        for number in 0..blocks.starts.len() {
            let block = blocks.read(number, &function.code)?;
            blocks.list.push(block);
        }
        Some(blocks)
    }

    fn read(&self, number: usize, code: &[u8]) -> Option<Block> {
        let start = self.starts[number];
        let code_end = self.starts.get(number + 1).copied().unwrap_or(self.sweep.end);
        let mut body = start..code_end;
        // A block starts wherever a jump goes.
        let jump_at_end = |body: &Range<u32>| {
            let edit = self.sweep.edits.binary_search_by_key(&body.end, |edit| edit.end).ok()?;
            let New::Jump { target, short_opcode } = self.sweep.edits[edit].new else { return None };
            Some((self.sweep.edits[edit].start, short_opcode, self.around(target)))
        };
        let mut last = jump_at_end(&body);
        let mut otherwise = Some(number + 1);
        if let Some((at, JUMP, to)) = last {
            body.end = at;
            otherwise = Some(to);
            last = jump_at_end(&body);
        } else if self.sweep.breaks.binary_search(&code_end).is_ok() {
            otherwise = None;
        }
        let end = match (last, otherwise) {
            (Some((at, condition, then)), Some(otherwise)) if at >= start => {
                body.end = at;
                End::Either(condition, then, otherwise)
            }
            (_, Some(otherwise)) => End::To(otherwise),
            (_, None) => End::Away,
        };
        // What it goes on with must be there.
        if end.next().any(|next| next >= self.starts.len()) {
            return None;
        }
        let edits = &self.sweep.edits;
        let jumps = edits[edits.partition_point(|edit| edit.start < body.start)..]
            .iter()
            .take_while(|edit| edit.start < body.end)
            .filter_map(|edit| match edit.new {
                New::Jump { target, .. } => Some(self.around(target)),
                New::Bytes(_) => None,
            });
        let entries = &self.sweep.entries;
        let entries = entries[entries.partition_point(|entry| entry.field < body.start)..]
            .iter()
            .take_while(|entry| entry.field < body.end)
            .map(|entry| self.around(entry.target));
        let mut others: Vec<usize> = jumps.chain(entries).collect();
        others.sort_unstable();
        others.dedup();
        let traps = code[body.start as usize..body.end as usize] == [0x0f, 0x0b];
        Some(Block { body, end, others, traps })
    }

    /// The block that this place is in, or starts.
    pub(super) fn around(&self, place: u32) -> usize {
        self.starts.partition_point(|start| *start <= place) - 1
    }
}
