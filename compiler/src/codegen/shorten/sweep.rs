//! Machine code of x86-64 in; out, what of it can be written shorter, and what depends on distances.

use std::collections::HashMap;
use std::ops::Range;

use iced_x86::{Code, Decoder, DecoderOptions, Instruction, OpKind, Register};

use super::copies::{self, Calls, Numbers};
use super::encoding::Bytes;
use super::flags::{Flags, Test};
use super::frame::{Form, Frame};
use super::symbols::{self, Relocated};
use super::{encoding, flags, leaving, operands, scaled, slots, turns};
use crate::codegen::Relocation;
use crate::codegen::optimize::Addresses;

/// The opcode of a short jump without a condition.
pub(in crate::codegen) const JUMP: u8 = 0xeb;

/// That of one with a distance of four bytes.
pub(in crate::codegen) const LONG_JUMP: u8 = 0xe9;

/// The opcode of a jump with a distance of four bytes that does what a short one with this opcode does.
pub(in crate::codegen) fn long_opcode(short_opcode: u8) -> impl Iterator<Item = u8> {
    let (escape, opcode) = match short_opcode {
        JUMP => (None, LONG_JUMP),
        condition => (Some(0x0f), condition + 0x10),
    };
    escape.into_iter().chain([opcode])
}

/// The opcode of a return that takes nothing from the stack.
const RETURN: u8 = 0xc3;

/// What a pass puts in the place of code, by where that starts and ends. The sweep makes an [`Edit`] of each.
pub(super) type Replacements = Vec<((u32, u32), Bytes)>;

/// A part of the code that becomes another.
pub(in crate::codegen) struct Edit {
    pub(in crate::codegen) start: u32,
    pub(in crate::codegen) end: u32,
    pub(in crate::codegen) new: New,
}

/// What comes in the place of code.
pub(in crate::codegen) enum New {
    /// This part of [`Sweep::bytes`].
    Bytes(Range<usize>),
    /// A jump to a place of the same function; with this opcode if one byte of distance will do.
    Jump { target: u32, short_opcode: u8 },
}

impl Edit {
    /// Whether the code is left out.
    pub(super) fn is_nothing(&self) -> bool {
        matches!(&self.new, New::Bytes(bytes) if bytes.is_empty())
    }
}

/// An operand with a distance of four bytes, from the end of its instruction to a constant or a table.
pub(in crate::codegen) struct Reference {
    /// Where the distance is.
    pub(in crate::codegen) field: u32,
    pub(in crate::codegen) end: u32,
    pub(in crate::codegen) target: u32,
}

/// An entry of a jump table: a distance of four bytes, from the table's start.
pub(in crate::codegen) struct Entry {
    pub(in crate::codegen) field: u32,
    pub(in crate::codegen) table: u32,
    pub(in crate::codegen) target: u32,
}

/// What a function's code consists of: instructions with jump tables between them, then constants. All
/// places are offsets in the code, and all lists are in their order.
pub(in crate::codegen) struct Sweep {
    pub(in crate::codegen) edits: Vec<Edit>,
    /// New code, one after another.
    pub(super) bytes: Vec<u8>,
    pub(in crate::codegen) references: Vec<Reference>,
    pub(in crate::codegen) entries: Vec<Entry>,
    /// Where the instructions end.
    pub(in crate::codegen) end: u32,
    /// Where the constants start; where the code ends if there are none.
    pub(in crate::codegen) constants: u32,
    /// Jumps with a distance of one byte, by where they end and where they go: there are none in what Cranelift makes.
    pub(in crate::codegen) short_jumps: Vec<(u32, u32)>,
    /// Where code starts that what lies before it does not go on to.
    pub(in crate::codegen) breaks: Vec<u32>,
    /// Where shifts start that may be parts of addresses.
    pub(super) shifts: Vec<u32>,
    /// Where numbers are loaded.
    pub(super) loads: Vec<u32>,
    /// Where instructions start that name something in the frame.
    pub(super) in_frame: Vec<u32>,
    /// Of those that name another place there now, how far that is from the one they named, by where they start.
    pub(super) moved_slots: HashMap<u32, i32>,
    /// Instructions that may trap, and where they do so instead.
    pub(super) moved: Vec<(u32, u32)>,
    /// Relocations that are those of other instructions now.
    pub(super) relocated: Vec<Relocated>,
    /// Branches that lead to another function now, by where they start, with the number of the relocation of the jump
    /// that led there.
    pub(super) leaving: Vec<(u32, usize)>,
    /// Where relocations were that are gone.
    pub(super) gone: Vec<u32>,
    /// Where epilogues start that a return follows.
    returns: Vec<u32>,
    /// Tests that may tell nothing new.
    pub(super) tests: Vec<Test>,
    /// By offset: what is there.
    marks: Vec<Mark>,
}

/// What is at an offset.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// Something else.
    Other,
    /// An instruction starts.
    Instruction,
    /// A relocation.
    Relocation,
}

/// What becomes of prologue, epilogues and what is between them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Frames {
    /// They are rewritten, in this form, in a function whose calls are such.
    Rewritten(Form, Calls),
    /// They stay.
    Kept,
}

impl Sweep {
    /// Reads `code`, whose blocks start at `blocks`, sorted; none if anything in it is not understood.
    pub(super) fn of(
        code: &[u8],
        relocations: &[Relocation],
        blocks: &[u32],
        frames: Frames,
        numbers: Numbers,
        addresses: Addresses,
    ) -> Option<Sweep> {
        let (frame, calls) = match frames {
            Frames::Rewritten(form, calls) => (Some(Frame::of(code, form, calls)?), calls),
            Frames::Kept => (None, Calls::Missing),
        };
        let (mut sweep, frame) = Sweep::read(code, relocations, blocks, frame, true)?;
        let mut targets: Vec<u32> = sweep.targets().chain(blocks.iter().copied()).collect();
        targets.sort_unstable();
        if let Some(frame) = &frame {
            copies::join_slots(&mut sweep, code, &targets, frame, calls);
            slots::arrange(&mut sweep, code, frame, calls);
        }
        scaled::fold(&mut sweep, code, &targets);
        operands::fold(&mut sweep, code, &targets);
        symbols::fold(&mut sweep, code, relocations, &targets, addresses);
        flags::leave_out(&mut sweep, code, &targets);
        if let Some(frame) = frame {
            copies::leave_out(&mut sweep, code, &targets, &frame, calls, numbers);
            turns::run(&mut sweep);
            leaving::run(&mut sweep, code, relocations);
        }
        Some(sweep)
    }

    /// As [`Sweep::of`], of code that stays as it is: only jumps are among the edits.
    pub(in crate::codegen) fn of_final(
        code: &[u8],
        relocations: &[Relocation],
        blocks: &[u32],
    ) -> Option<Sweep> {
        Some(Sweep::read(code, relocations, blocks, None, false)?.0)
    }

    /// What is there, and if it `shortens`, which instructions can be shorter, each by itself.
    fn read(
        code: &[u8],
        relocations: &[Relocation],
        blocks: &[u32],
        frame: Option<Frame>,
        shortens: bool,
    ) -> Option<(Sweep, Option<Frame>)> {
        let mut sweep = Sweep {
            edits: Vec::new(),
            bytes: Vec::new(),
            references: Vec::new(),
            entries: Vec::new(),
            end: 0,
            constants: 0,
            short_jumps: Vec::new(),
            breaks: Vec::new(),
            shifts: Vec::new(),
            loads: Vec::new(),
            in_frame: Vec::new(),
            moved_slots: HashMap::new(),
            moved: Vec::new(),
            relocated: Vec::new(),
            leaving: Vec::new(),
            gone: Vec::new(),
            returns: Vec::new(),
            tests: Vec::new(),
            marks: vec![Mark::Other; code.len()],
        };
        for relocation in relocations {
            *sweep.marks.get_mut(relocation.offset as usize)? = Mark::Relocation;
        }
        let flags = Flags::default();
        // What is before the last of `blocks` is code, also where nothing leads to it any more.
        let farthest = blocks.last().map_or(0, |last| last.saturating_sub(1));
        let mut reader = Reader { code, blocks, frame, shortens, farthest, flags, sweep };
        reader.read()?;
        let Reader { mut sweep, frame, .. } = reader;
        let behind = sweep.references.iter().map(|reference| reference.target);
        sweep.constants = behind.filter(|target| *target >= sweep.end).min().unwrap_or(code.len() as u32);
        sweep.is_whole(blocks).then_some((sweep, frame))
    }

    /// Whether an instruction starts at this offset.
    pub(super) fn is_instruction(&self, offset: u32) -> bool {
        self.marks.get(offset as usize) == Some(&Mark::Instruction)
    }

    /// Whether all that is done from this instruction on is to return.
    pub(super) fn returns(&self, offset: u32) -> bool {
        self.returns.binary_search(&offset).is_ok()
    }

    /// Whether there is anything behind the instructions.
    pub(super) fn has_constants(&self) -> bool {
        (self.constants as usize) < self.marks.len()
    }

    /// Whether there is a relocation from `start` to `end`.
    pub(super) fn has_relocation(&self, start: u32, end: u32) -> bool {
        self.marks[start as usize..end as usize].contains(&Mark::Relocation)
    }

    /// Where jumps go.
    pub(in crate::codegen) fn targets(&self) -> impl Iterator<Item = u32> {
        let by_jump = self.edits.iter().filter_map(|edit| match edit.new {
            New::Jump { target, .. } => Some(target),
            New::Bytes(_) => None,
        });
        let by_table = self.entries.iter().map(|entry| entry.target);
        by_jump.chain(by_table).chain(self.short_jumps.iter().map(|(_, target)| *target))
    }

    /// What comes in the place of the instruction at this offset, if it changes.
    pub(super) fn new_at(&self, offset: u32) -> Option<&[u8]> {
        let edit = self.edits.binary_search_by_key(&offset, |edit| edit.start).ok()?;
        match &self.edits[edit].new {
            New::Bytes(bytes) => Some(&self.bytes[bytes.clone()]),
            New::Jump { .. } => None,
        }
    }

    /// How far what the instruction at this offset names in the frame is from what it named there, bytes.
    pub(super) fn moved_by(&self, offset: u32) -> i32 {
        self.moved_slots.get(&offset).copied().unwrap_or(0)
    }

    /// Where the instruction at this offset traps.
    pub(super) fn trap_at(&self, offset: u32) -> u32 {
        let moved = self.moved.binary_search_by_key(&offset, |(from, _)| *from);
        moved.map_or(offset, |moved| self.moved[moved].1)
    }

    /// What becomes of the relocation that was at this offset, if it is another instruction's now.
    pub(super) fn relocated_from(&self, offset: u32) -> Option<&Relocated> {
        let index = self.relocated.binary_search_by_key(&offset, |it| it.from).ok()?;
        Some(&self.relocated[index])
    }

    /// Puts bytes in the place of other code, instead of what was to come there.
    pub(super) fn replace(&mut self, mut new: Replacements) {
        if new.is_empty() {
            return;
        }
        new.sort_unstable_by_key(|((start, _), _)| *start);
        let mut starts = new.iter().map(|((start, _), _)| *start).peekable();
        self.edits.retain(|edit| {
            while starts.next_if(|start| *start < edit.start).is_some() {}
            starts.peek() != Some(&edit.start)
        });
        for ((start, end), bytes) in new {
            self.edit(start, end, &bytes);
        }
        // Two sorted lists, one behind the other, which a stable sort only merges.
        self.edits.sort_by_key(|edit| edit.start);
    }

    /// Puts `new` in the place of code.
    fn edit(&mut self, start: u32, end: u32, new: &[u8]) {
        let from = self.bytes.len();
        self.bytes.extend_from_slice(new);
        self.edits.push(Edit { start, end, new: New::Bytes(from..self.bytes.len()) });
    }

    /// Whether all that was found fits together.
    fn is_whole(&self, blocks: &[u32]) -> bool {
        let is_table = |target| self.entries.binary_search_by_key(&target, |entry| entry.field).is_ok();
        blocks.iter().all(|block| *block == self.end || self.is_instruction(*block))
            && (self.has_constants() || self.end as usize == self.marks.len())
            && self.targets().all(|target| self.is_instruction(target))
            && self.references.iter().all(|found| found.target >= self.constants || is_table(found.target))
    }
}

/// What reads, and how far it got.
struct Reader<'c> {
    code: &'c [u8],
    blocks: &'c [u32],
    frame: Option<Frame>,
    /// Whether it looks for what can be shorter.
    shortens: bool,
    /// The last place that is known to be an instruction.
    farthest: u32,
    flags: Flags,
    sweep: Sweep,
}

/// Whether the instruction behind another may be reached from it.
#[derive(PartialEq, Eq)]
enum Flow {
    On,
    Away,
}

impl Reader<'_> {
    /// Reads instruction after instruction, as far as anything leads.
    fn read(&mut self) -> Option<()> {
        let mut decoder = Decoder::with_ip(64, self.code, 0, DecoderOptions::NONE);
        let mut instruction = Instruction::default();
        self.prologue(&mut decoder)?;
        while decoder.can_decode() {
            let start = decoder.position() as u32;
            self.sweep.marks[start as usize] = Mark::Instruction;
            self.epilogue(&mut decoder)?;
            let next_start = decoder.position() as u32;
            if next_start != start {
                self.flags.forget();
                continue;
            }
            decoder.decode_out(&mut instruction);
            if instruction.is_invalid() {
                return None;
            }
            if self.shortens {
                self.sweep.tests.extend(self.flags.pass(&instruction, start));
            }
            let flow = self.flow(&instruction, start)?;
            self.operands(&decoder, &instruction, start)?;
            let mut next = decoder.position() as u32;
            if instruction.code() == Code::Jmp_rm64 {
                next = self.table(next)?;
                go_to(&mut decoder, next)?;
            }
            if flow == Flow::Away {
                self.sweep.breaks.push(next);
                if next > self.farthest {
                    self.sweep.end = next;
                    return Some(());
                }
            }
        }
        None
    }

    /// Rewrites the prologue, if frames are.
    fn prologue(&mut self, decoder: &mut Decoder<'_>) -> Option<()> {
        let Some(frame) = &self.frame else { return Some(()) };
        self.sweep.marks[0] = Mark::Instruction;
        let end = frame.prologue.len() as u32;
        self.sweep.edit(0, end, &frame.new_prologue);
        go_to(decoder, end)
    }

    /// Rewrites the epilogue that starts here, if one does and frames are.
    fn epilogue(&mut self, decoder: &mut Decoder<'_>) -> Option<()> {
        let start = decoder.position();
        let Some(frame) = self.frame.as_ref().filter(|frame| self.code[start..].starts_with(&frame.epilogue))
        else {
            return Some(());
        };
        let end = (start + frame.epilogue.len()) as u32;
        self.sweep.edit(start as u32, end, &frame.new_epilogue);
        if self.code.get(end as usize) == Some(&RETURN) {
            self.sweep.returns.push(start as u32);
        }
        go_to(decoder, end)
    }

    /// Notes a jump; how it goes on behind the instruction at `start`.
    fn flow(&mut self, instruction: &Instruction, start: u32) -> Option<Flow> {
        match instruction.code() {
            Code::Retnq | Code::Retnq_imm16 | Code::Ud2 | Code::Jmp_rm64 => return Some(Flow::Away),
            _ if instruction.op0_kind() != OpKind::NearBranch64 => return Some(Flow::On),
            _ => {}
        }
        let end = instruction.next_ip() as u32;
        let target = u32::try_from(instruction.near_branch_target());
        let short = match self.code[start as usize..end as usize] {
            [JUMP, _] => Some(Flow::Away),
            [0x70..=0x7f, _] => Some(Flow::On),
            _ => None,
        };
        if let Some(flow) = short {
            let target = target.ok()?;
            self.farthest = self.farthest.max(target);
            self.sweep.short_jumps.push((end, target));
            return Some(flow);
        }
        let is_relocated = self.sweep.marks[(end as usize).checked_sub(4)?] == Mark::Relocation;
        let (flow, short_opcode) = match (&self.code[start as usize..end as usize], is_relocated) {
            ([0xe8, _, _, _, _], true) => return Some(Flow::On),
            ([0xe9, _, _, _, _], true) => return Some(Flow::Away),
            ([0x0f, 0x80..=0x8f, _, _, _, _], true) => return Some(Flow::On),
            ([0xe9, _, _, _, _], false) => (Flow::Away, JUMP),
            ([0x0f, opcode @ 0x80..=0x8f, _, _, _, _], false) => (Flow::On, opcode - 0x10),
            _ => return None,
        };
        let target = target.ok()?;
        self.farthest = self.farthest.max(target);
        self.sweep.edits.push(Edit { start, end, new: New::Jump { target, short_opcode } });
        Some(flow)
    }

    /// Looks at the operands of the instruction at `start`: notes a reference to the code itself, or
    /// shortens it.
    fn operands(&mut self, decoder: &Decoder<'_>, instruction: &Instruction, start: u32) -> Option<()> {
        let end = decoder.position() as u32;
        if self.frame.as_ref().is_some_and(|frame| !frame.holds_after(instruction)) {
            return None;
        }
        if self.shortens && instruction.memory_base() == Register::RSP {
            self.sweep.in_frame.push(start);
            let most = self.frame.as_ref().map_or(usize::MAX, Frame::most_accesses);
            if self.sweep.in_frame.len() > most {
                return None;
            }
        }
        if self.sweep.has_relocation(start, end) {
            return Some(());
        }
        if instruction.is_ip_rel_memory_operand() {
            let field = start + decoder.get_constant_offsets(instruction).displacement_offset() as u32;
            let target = u32::try_from(instruction.ip_rel_memory_address()).ok()?;
            self.sweep.references.push(Reference { field, end, target });
            return Some(());
        }
        if self.shortens {
            self.shorten(decoder, instruction, start, end);
        }
        Some(())
    }

    /// Encodes the instruction from `start` to `end` shorter, if that can be.
    fn shorten(&mut self, decoder: &Decoder<'_>, instruction: &Instruction, start: u32, end: u32) {
        let offsets = decoder.get_constant_offsets(instruction);
        let bytes = &self.code[start as usize..end as usize];
        if scaled::Shift::at(bytes, 0).is_some() {
            self.sweep.shifts.push(start);
        }
        if operands::is_load(bytes) {
            self.sweep.loads.push(start);
        }
        let by_frame = self.frame.as_ref().and_then(|frame| frame.operand(bytes, instruction, &offsets));
        let first = by_frame.as_deref().unwrap_or(bytes);
        let by_encoding = encoding::shorter(first);
        if let Some(new) = by_encoding.or(by_frame) {
            self.sweep.edit(start, end, &new);
        }
    }

    /// Notes the entries of the jump table at `start`, if the jump before is through one; it ends where the
    /// next block starts. Where the next instruction is.
    fn table(&mut self, start: u32) -> Option<u32> {
        if self.sweep.references.last().is_none_or(|reference| reference.target != start) {
            return Some(start);
        }
        let end = *self.blocks.get(self.blocks.partition_point(|block| *block <= start))?;
        let (entries, []) = self.code[start as usize..end as usize].as_chunks::<4>() else { return None };
        for (field, entry) in (start..).step_by(4).zip(entries) {
            let target = start.checked_add_signed(i32::from_le_bytes(*entry))?;
            self.farthest = self.farthest.max(target);
            self.sweep.entries.push(Entry { field, table: start, target });
        }
        Some(end)
    }
}

/// Goes on reading at `position`.
pub(super) fn go_to(decoder: &mut Decoder<'_>, position: u32) -> Option<()> {
    decoder.set_ip(position.into());
    decoder.set_position(position as usize).ok()
}
