//! The frame of a function of x86-64 in; the same out, with what is used most where operands are shortest.
//!
//! An operand near either end of a frame takes two or three bytes less than others, but Cranelift's allocator gives what it
//! spills the next free slot. Where nothing but instructions that name a slot reaches the frame, slots may be
//! exchanged. Those of a word are, if they are read: others may be arguments of calls, whose places are agreed on.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use iced_x86::{
    Decoder, DecoderOptions, Instruction, InstructionInfoFactory, InstructionInfoOptions, Mnemonic, OpAccess,
    OpKind, Register,
};

use super::frame::Frame;
use super::sweep::{Sweep, go_to};

/// Bytes of a slot.
const WORD: u32 = 8;

/// Bytes of an operand that is far from either end.
const FAR: u32 = 5;

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

/// Exchanges slots, where that makes operands shorter.
pub(super) fn arrange(sweep: &mut Sweep, code: &[u8], frame: &Frame) {
    // All of a small frame is near either end.
    if (0..frame.saved).step_by(WORD as usize).all(|slot| frame.operand_len(slot) < FAR) {
        return;
    }
    let edits = Reader::new(sweep, code, frame).read().and_then(|mut reader| reader.edits());
    sweep.replace(edits.unwrap_or_default());
}

/// What reads what a function does to its frame.
struct Reader<'c> {
    decoder: Decoder<'c>,
    instruction: Instruction,
    info: InstructionInfoFactory,
    sweep: &'c Sweep,
    code: &'c [u8],
    frame: &'c Frame,
    /// By offset from the stack pointer.
    slots: BTreeMap<u32, Slot>,
}

impl<'c> Reader<'c> {
    fn new(sweep: &'c Sweep, code: &'c [u8], frame: &'c Frame) -> Self {
        Reader {
            decoder: Decoder::new(64, code, DecoderOptions::NONE),
            instruction: Instruction::default(),
            info: InstructionInfoFactory::new(),
            sweep,
            code,
            frame,
            slots: BTreeMap::new(),
        }
    }

    /// Reads all of them; none if the frame may be reached otherwise.
    fn read(mut self) -> Option<Self> {
        for start in &self.sweep.in_frame {
            self.decode(*start)?;
            self.note(*start)?;
        }
        Some(self)
    }

    fn decode(&mut self, start: u32) -> Option<()> {
        go_to(&mut self.decoder, start)?;
        self.decoder.decode_out(&mut self.instruction);
        Some(())
    }

    /// Notes what the current instruction, at `start`, does to a slot; none if it does not just access it.
    fn note(&mut self, start: u32) -> Option<()> {
        let is_plain = self.instruction.memory_index() == Register::None
            && self.instruction.mnemonic() != Mnemonic::Lea
            && self.instruction.memory_size().size() > 0;
        let offset = u32::try_from(self.instruction.memory_displacement64()).ok().filter(|_| is_plain)?;
        if offset >= self.frame.saved {
            // Arguments of the function, behind the frame.
            return Some(());
        }
        let slot = offset / WORD * WORD;
        let behind = offset + self.instruction.memory_size().size() as u32;
        let is_part = behind > slot + WORD;
        let info = self.info.info_options(&self.instruction, InstructionInfoOptions::NO_MEMORY_USAGE);
        let is_read = (0..self.instruction.op_count()).any(|operand| {
            self.instruction.op_kind(operand) == OpKind::Memory && info.op_access(operand) != OpAccess::Write
        });
        for slot in (slot..behind).step_by(WORD as usize) {
            let slot = self.slots.entry(slot).or_default();
            slot.weight += if start < self.sweep.end / 2 { FIRST_HALF } else { 1 };
            slot.is_read |= is_read;
            slot.is_part |= is_part;
        }
        Some(())
    }

    /// What comes in the place of accesses to slots that move; none if one cannot be written anew.
    fn edits(&mut self) -> Option<Vec<((u32, u32), Vec<u8>)>> {
        let movable = self.slots.iter().filter(|(_, slot)| slot.is_read && !slot.is_part);
        let mut slots: Vec<(u32, u32)> = movable.map(|(offset, slot)| (*offset, slot.weight)).collect();
        let mut places: Vec<u32> = slots.iter().map(|(offset, _)| *offset).collect();
        places.sort_by_key(|offset| self.frame.operand_len(*offset));
        slots.sort_by_key(|(_, weight)| Reverse(*weight));
        let to: BTreeMap<u32, u32> = slots.iter().map(|(offset, _)| *offset).zip(places).collect();
        let mut edits = Vec::new();
        for start in &self.sweep.in_frame {
            self.decode(*start)?;
            let offset = self.instruction.memory_displacement64();
            let slot = offset / u64::from(WORD) * u64::from(WORD);
            let Some(to) = to.get(&(slot as u32)).filter(|to| u64::from(**to) != slot) else { continue };
            let end = self.instruction.next_ip() as u32;
            let bytes = &self.code[*start as usize..end as usize];
            let offsets = self.decoder.get_constant_offsets(&self.instruction);
            let offset = i64::from(*to) + (offset - slot) as i64;
            edits.push(((*start, end), self.frame.operand_at(offset, bytes, &self.instruction, &offsets)?));
        }
        Some(edits)
    }
}
