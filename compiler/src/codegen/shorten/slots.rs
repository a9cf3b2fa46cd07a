//! The frame of a function of x86-64 in; the same out, with what is used most where operands are shortest.
//!
//! An operand near either end of a frame takes two or three bytes less than others, but Cranelift's allocator gives
//! what it spills the next free slot. Where nothing but instructions that name a slot reaches the frame, slots may be
//! exchanged. Those of a word are, if they are read: others may be arguments of calls, whose places are agreed on.
//! Where calls have a convention with results in the caller's frame, what is read may be such, too: nothing is
//! exchanged.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use iced_x86::{InstructionInfoOptions, Mnemonic, OpAccess, OpKind, Register};

use super::copies::Calls;
use super::frame::{Frame, WORD};
use super::lookahead::Lookahead;
use super::sweep::{Replacements, Sweep};

/// Bytes of an operand that is far from either end.
const FAR: usize = 5;

/// How much more an access counts in the first half of the code: what is cold is behind all else.
const FIRST_HALF: u32 = 4;

/// What is known of a slot.
#[derive(Default)]
struct Slot {
    weight: u32,
    is_read: bool,
    /// Whether an instruction reaches more than it.
    is_part: bool,
}

/// How much an access of the instruction at `start` counts, where the code ends at `end`.
pub(super) fn weight(start: u32, end: u32) -> u32 {
    if start < end / 2 { FIRST_HALF } else { 1 }
}

/// Slots by their offsets from the stack pointer.
type Slots = BTreeMap<u32, Slot>;

/// Exchanges slots of a function whose calls are such, where that makes operands shorter.
pub(super) fn arrange(sweep: &mut Sweep, code: &[u8], frame: &Frame, calls: Calls) {
    let is_small = (0..frame.saved).step_by(WORD as usize).all(|slot| frame.operand_len(slot) < FAR);
    if is_small && sweep.moved_slots.is_empty() || calls == Calls::KeepNone {
        return;
    }
    let mut lookahead = Lookahead::new(sweep, code);
    let replacements = lookahead.slots(frame).and_then(|slots| lookahead.exchanged(frame, &slots));
    match replacements {
        Some(replacements) => sweep.replace(replacements),
        None => sweep.moved_slots.clear(),
    }
}

impl Lookahead<'_, '_> {
    /// The slots that instructions name; none if one does more than access what it names.
    fn slots(&mut self, frame: &Frame) -> Option<Slots> {
        let mut slots = Slots::new();
        for start in &self.sweep.in_frame {
            self.decode(*start)?;
            let size = self.instruction.memory_size().size() as u32;
            let is_plain = self.instruction.memory_index() == Register::None
                && self.instruction.mnemonic() != Mnemonic::Lea
                && size > 0;
            let offset = self.offset(*start).filter(|_| is_plain)?;
            // Arguments of the function are behind the frame.
            if offset >= frame.saved {
                continue;
            }
            let first = offset / WORD * WORD;
            let weight = weight(*start, self.sweep.end);
            let is_read = self.reads_memory();
            for slot in (first..offset + size).step_by(WORD as usize) {
                let slot = slots.entry(slot).or_default();
                slot.weight += weight;
                slot.is_read |= is_read;
                slot.is_part |= offset + size > first + WORD;
            }
        }
        Some(slots)
    }

    /// The place in the frame that the instruction at `start` names, the current one.
    fn offset(&self, start: u32) -> Option<u32> {
        let old = u32::try_from(self.instruction.memory_displacement64()).ok()?;
        old.checked_add_signed(self.sweep.moved_by(start))
    }

    /// Whether the current instruction reads its operand in memory.
    fn reads_memory(&mut self) -> bool {
        let info = self.info.info_options(&self.instruction, InstructionInfoOptions::NO_MEMORY_USAGE);
        (0..self.instruction.op_count()).any(|operand| {
            self.instruction.op_kind(operand) == OpKind::Memory && info.op_access(operand) != OpAccess::Write
        })
    }

    /// What comes in the place of accesses to slots that move; none if one cannot be written anew.
    fn exchanged(&mut self, frame: &Frame, slots: &Slots) -> Option<Replacements> {
        let movable = slots.iter().filter(|(_, slot)| slot.is_read && !slot.is_part);
        let mut movable: Vec<(u32, u32)> = movable.map(|(offset, slot)| (*offset, slot.weight)).collect();
        let mut places: Vec<u32> = movable.iter().map(|(offset, _)| *offset).collect();
        places.sort_by_key(|offset| frame.operand_len(*offset));
        movable.sort_by_key(|(_, weight)| Reverse(*weight));
        let places: BTreeMap<u32, u32> = movable.iter().map(|(offset, _)| *offset).zip(places).collect();
        let mut replacements = Vec::new();
        for start in &self.sweep.in_frame {
            self.decode(*start)?;
            let offset = self.offset(*start)?;
            let slot = offset / WORD * WORD;
            let place = places.get(&slot).unwrap_or(&slot);
            if *place == slot && self.sweep.moved_by(*start) == 0 {
                continue;
            }
            let end = self.instruction.next_ip() as u32;
            let bytes = &self.code[*start as usize..end as usize];
            let offsets = self.decoder.get_constant_offsets(&self.instruction);
            let offset = i64::from(place + offset - slot);
            replacements.push(((*start, end), frame.operand_at(offset, bytes, &self.instruction, &offsets)?));
        }
        Some(replacements)
    }
}
