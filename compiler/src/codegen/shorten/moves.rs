//! Edits in; which of the jumps among them become short, and where everything lies then, out.

use super::sweep::{Edit, New, Sweep};
use crate::codegen::Heat;

/// How often all jumps are looked at: what became shorter between a jump and its target may let it reach.
const ROUNDS: usize = 4;

/// Size of a jump with a distance of one byte, bytes.
const SHORT: u32 = 2;

/// Where what lies at an offset of the old code lies in the new.
pub(super) struct Moves {
    /// Where the edits start and end in the old code.
    edits: Vec<(u32, u32)>,
    /// By edit: how many bytes it saves; by a jump that stays as it is, none. An access takes one more
    /// where a shift before it saves all of its own.
    savings: Vec<i32>,
    /// By number of edits before a place: how many bytes these save, so how far up it moves.
    up: Vec<u32>,
    /// Where the constants start in the old code, and how far up they move.
    constants: (u32, u32),
}

impl Moves {
    /// Makes as many jumps short as a few rounds find. Constants keep their places modulo `alignment`.
    ///
    /// A jump that becomes short brings others nearer to their targets, never farther off, so one that
    /// reaches its target in the code as it is so far does so in the end. None does that leaves the code from one of
    /// `heats` on for that of another.
    pub(super) fn new(sweep: &Sweep, alignment: u32, heats: &[(u32, Heat)]) -> Moves {
        let saving = |edit: &Edit| match &edit.new {
            New::Bytes(bytes) => (edit.end - edit.start) as i32 - bytes.len() as i32,
            New::Jump { .. } => 0,
        };
        let mut moves = Moves {
            edits: sweep.edits.iter().map(|edit| (edit.start, edit.end)).collect(),
            savings: sweep.edits.iter().map(saving).collect(),
            up: Vec::new(),
            constants: (u32::MAX, 0),
        };
        moves.sum();
        let mut long: Vec<Jump> = (0..).zip(&sweep.edits).filter_map(|edit| Jump::of(&moves, edit)).collect();
        // Where nothing is left up to other code, that is where a jump goes.
        let starts: Vec<u32> = heats.iter().map(|(start, _)| moves.of(*start)).collect();
        let piece = |place: u32| starts.partition_point(|start| *start <= moves.of(place));
        long.retain(|jump| piece(jump.start) == piece(jump.target));
        for _ in 0..ROUNDS {
            let before = long.len();
            long.retain(|jump| {
                let is_long = i8::try_from(jump.short_distance(&moves)).is_err();
                if !is_long {
                    moves.savings[jump.index] = jump.saving();
                }
                is_long
            });
            moves.sum();
            if long.len() == before {
                break;
            }
        }
        let up = sweep.constants - moves.of(sweep.end);
        let up = if sweep.has_constants() { up / alignment * alignment } else { up };
        moves.constants = (sweep.constants, up);
        moves
    }

    /// Adds up what the edits save.
    fn sum(&mut self) {
        self.up = vec![0];
        let mut up = 0;
        self.up.extend(self.savings.iter().map(|saving| {
            up += saving;
            up as u32
        }));
    }

    /// Whether the edit of this number, a jump, becomes short.
    pub(super) fn is_short(&self, index: usize) -> bool {
        self.savings[index] > 0
    }

    /// The new offset of a constant, or of a table among the instructions.
    pub(super) fn of_data(&self, place: u32) -> u32 {
        let (constants, up) = self.constants;
        if place >= constants { place - up } else { self.of(place) }
    }

    /// The new offset of what is at `place` among the instructions, up to their end; within an edit, of a place
    /// that is still in it. Constants may start at the instructions' end, and move less.
    pub(super) fn of(&self, place: u32) -> u32 {
        let before = self.before(place);
        match self.edits.get(before) {
            Some((start, end)) if *start < place => {
                let size = (*end as i32 - *start as i32 - self.savings[before]) as u32;
                start - self.up[before] + size.min(place - start)
            }
            _ => place - self.up[before],
        }
    }

    /// How many edits end before `place`.
    fn before(&self, place: u32) -> usize {
        self.edits.partition_point(|(_, end)| *end <= place)
    }
}

/// A jump that is long as yet.
struct Jump {
    /// Which edit it is.
    index: usize,
    start: u32,
    end: u32,
    target: u32,
    /// How many edits there are before the target.
    before_target: usize,
}

impl Jump {
    fn of(moves: &Moves, (index, edit): (usize, &Edit)) -> Option<Jump> {
        let New::Jump { target, .. } = edit.new else { return None };
        let Edit { start, end, .. } = *edit;
        Some(Jump { index, start, end, target, before_target: moves.before(target) })
    }

    fn saving(&self) -> i32 {
        (self.end - self.start - SHORT) as i32
    }

    /// The distance of the jump as a short one, in the code as it is so far.
    fn short_distance(&self, moves: &Moves) -> i64 {
        let target = i64::from(self.target - moves.up[self.before_target]);
        let distance = target - i64::from(self.end - moves.up[self.index]);
        if self.target < self.end { distance + i64::from(self.saving()) } else { distance }
    }
}
