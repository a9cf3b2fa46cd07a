//! Moves of 64 bits between registers and the frame in; moves of 32 bits out, where the upper half is zero, or is of no
//! use.
//!
//! Cranelift's allocator moves all of a register, whatever is in it, and says so with a byte more. The upper half is
//! zero behind most instructions of 32 bits: that is followed forward. What a slot holds in its upper half is of use
//! where an instruction of 64 bits reads it: that is followed back. A move of 32 bits clears the upper half of a
//! register, and leaves that of a slot as it is.

use super::block::{Block, Step};
use super::place::{self, ALL_NUMBERS, Effects, Places, REGISTERS, Slot, bits};
use super::{ROUNDS, Steps};
use crate::codegen::shorten::encoding::Bytes;
use crate::codegen::shorten::frame::WORD;

/// Bytes of the lower half of a slot.
const HALF: u32 = WORD / 2;

/// By step, whether it is a move that may be of 32 bits.
pub(super) fn moves(steps: &Steps, effects: &Effects) -> Vec<bool> {
    let halves = Halves { steps, effects, places: ALL_NUMBERS | words(effects) };
    let mut moves = vec![false; steps.all.len()];
    if halves.find_zero(&mut moves).is_none() || halves.find_useless(&mut moves).is_none() {
        moves.fill(false);
    }
    moves
}

/// The slots of a word that are read, of which no other slot is a part.
fn words(effects: &Effects) -> Places {
    let is_word = |(place, slot): &(u32, &Slot)| {
        let is_alone = effects.of_writing(*place) == 1 << place;
        slot.end - slot.start == WORD && is_alone && effects.calls & 1 << place == 0
    };
    (REGISTERS..).zip(effects.slots()).filter(is_word).fold(0, |words, (place, _)| words | 1 << place)
}

struct Halves<'s> {
    steps: &'s Steps,
    effects: &'s Effects,
    /// The places whose upper half is followed.
    places: Places,
}

impl Halves<'_> {
    /// Whether these are two of the places.
    fn are_followed(&self, to: u32, from: u32) -> bool {
        self.places & 1 << to != 0 && self.places & 1 << from != 0
    }

    /// Finds the moves of what is zero in its upper half; none if that takes too long.
    fn find_zero(&self, moves: &mut [bool]) -> Option<()> {
        let blocks = &self.steps.blocks;
        // By block: the places whose upper half is zero at the start.
        let mut zero = vec![self.places; blocks.len()];
        self.steps.by_table.iter().chain([&0]).for_each(|block| zero[*block] = 0);
        for _ in 0..ROUNDS {
            let mut has_news = false;
            for (index, block) in blocks.iter().enumerate() {
                let behind = self.zero_behind(block, zero[index], moves);
                for next in block.next(index) {
                    has_news |= zero[next] & !behind != 0;
                    zero[next] &= behind;
                }
            }
            if !has_news {
                return Some(());
            }
        }
        None
    }

    /// Notes the moves of what is zero in its upper half, given where that is so at a block's start; where it is at its
    /// end.
    fn zero_behind(&self, block: &Block, mut zero: Places, moves: &mut [bool]) -> Places {
        for step in block.steps.clone() {
            match &self.steps.all[step] {
                Step::Copy { to, from, .. } if self.are_followed(*to, *from) => {
                    moves[step] = zero & 1 << from != 0;
                    zero = zero & !(1 << to) | Places::from(moves[step]) << to;
                }
                Step::Copy { to, .. } => zero &= !self.effects.of_writing(*to),
                Step::Change(change) => zero = zero & !change.places | Places::from(change.clears),
                Step::Write { places, .. } => zero &= !places,
                Step::Call => zero &= !self.effects.calls,
                Step::Read { .. } => {}
            }
        }
        zero
    }

    /// Finds the moves to where the upper half is of no use, with those that are of 32 bits already; none if that takes
    /// too long.
    fn find_useless(&self, moves: &mut [bool]) -> Option<()> {
        let is_zero = moves.to_vec();
        self.steps.follow_back(0, self.effects.wide_results, |block, used| {
            self.used_before(block, used, &is_zero, moves)
        })
    }

    /// Notes the moves to where the upper half is of no use, given where it is of use behind a block; where it is
    /// before.
    fn used_before(&self, block: &Block, mut used: Places, is_zero: &[bool], moves: &mut [bool]) -> Places {
        for step in block.steps.clone().rev() {
            match &self.steps.all[step] {
                Step::Copy { to, from, .. } if self.are_followed(*to, *from) => {
                    // Of a slot, the upper half stays as it was.
                    let clears = is_zero[step] && place::is_register(*to);
                    moves[step] = clears || used & 1 << to == 0;
                    used = used & !(1 << to) | Places::from(!moves[step]) << from;
                }
                Step::Copy { to, from, .. } => used = used & !(1 << to) | self.places & 1 << from,
                Step::Change(change) => {
                    used = used & !Places::from(change.writes) | Places::from(change.reads)
                }
                Step::Read { part, places, .. } => {
                    let is_more = |place: &u32| self.effects.slot(*place).start + HALF < part.end;
                    let read = bits(*places).filter(is_more);
                    used |= self.places & read.fold(0, |read, place| read | 1 << place);
                }
                Step::Call => used |= self.effects.wide_arguments,
                Step::Write { .. } => {}
            }
        }
        used
    }
}

/// A move of 64 bits, of 32 bits; none if it is of another form.
pub(super) fn narrow(bytes: &[u8]) -> Option<Bytes> {
    /// The bit of a prefix that says 64 bits.
    const WIDE: u8 = 8;
    let [rex @ 0x48..=0x4f, rest @ ..] = bytes else { return None };
    let is_move = matches!(rest, [0x89 | 0x8b, ..]);
    let prefix = Some(rex & !WIDE).filter(|rex| *rex != 0x40);
    is_move.then(|| prefix.into_iter().chain(rest.iter().copied()).collect())
}
