//! A block of machine code in; out, what its instructions do to places, and where it goes on.

use std::ops::Range;

use iced_x86::{
    Code, Decoder, DecoderOptions, FlowControl, Instruction, InstructionInfoFactory, InstructionInfoOptions,
    Mnemonic, OpAccess, OpKind, Register,
};

use super::place::{self, ALL_REGISTERS, Places, Slot, Slots};
use super::state::State;
use crate::codegen::shorten::frame::Frame;
use crate::codegen::shorten::sweep::{Sweep, go_to};

/// What an instruction does to places.
pub(super) enum Step {
    /// Makes a place hold what another does.
    Copy { to: u32, from: u32, start: u32, end: u32 },
    /// Changes these.
    Change(Places),
    /// Changes what overlaps with this.
    Write(Slot),
    /// Changes what a call does.
    Call,
}

/// Instructions that are reached from the first of them only.
#[derive(Default)]
pub(super) struct Block {
    /// Which of [`Reader::steps`] are its.
    pub(super) steps: Range<usize>,
    /// Where it may jump to, by number of block.
    pub(super) jump: Option<usize>,
    /// Whether it may go on with the block behind it.
    pub(super) goes_on: bool,
    /// What holds the same at its start, once it was reached.
    pub(super) before: Option<State>,
    /// Whether that has changed since it was asked for last.
    pub(super) has_news: bool,
}

impl Block {
    /// Takes into account that it is reached, and what holds then.
    pub(super) fn enter(&mut self, state: &State) {
        self.has_news |= match &mut self.before {
            Some(before) => before.meet(state),
            before => {
                *before = Some(*state);
                true
            }
        };
    }

    /// What holds at its start, if that has changed.
    pub(super) fn news(&mut self) -> Option<State> {
        let has_news = std::mem::take(&mut self.has_news);
        self.before.filter(|_| has_news)
    }
}

/// What reads blocks of code.
pub(super) struct Reader<'c> {
    decoder: Decoder<'c>,
    instruction: Instruction,
    info: InstructionInfoFactory,
    sweep: &'c Sweep,
    frame: &'c Frame,
    code: &'c [u8],
    /// Where the blocks start.
    starts: &'c [u32],
    /// Those found so far.
    pub(super) slots: Slots,
    /// Those of all blocks that were read, one after another.
    pub(super) steps: Vec<Step>,
}

impl<'c> Reader<'c> {
    /// Reads nothing yet; the blocks start at `starts`, sorted.
    pub(super) fn new(sweep: &'c Sweep, code: &'c [u8], frame: &'c Frame, starts: &'c [u32]) -> Self {
        Reader {
            decoder: Decoder::new(64, code, DecoderOptions::NONE),
            instruction: Instruction::default(),
            info: InstructionInfoFactory::new(),
            sweep,
            frame,
            code,
            starts,
            slots: Slots::default(),
            steps: Vec::new(),
        }
    }

    /// The block of that number; none if anything in it is not understood.
    pub(super) fn block(&mut self, number: usize) -> Option<Block> {
        let first_step = self.steps.len();
        let (jump, goes_on) = self.steps_of(number)?;
        Some(Block { steps: first_step..self.steps.len(), jump, goes_on, ..Block::default() })
    }

    /// Reads the steps of the block of that number; where it may jump to, and whether it may go on behind.
    fn steps_of(&mut self, number: usize) -> Option<(Option<usize>, bool)> {
        let mut jump = None;
        let end = self.starts.get(number + 1).copied().unwrap_or(self.sweep.end);
        let mut start = self.starts[number];
        while start < end {
            // What an epilogue changes is of no more use: a return or a jump to another function follows.
            if self.code[start as usize..].starts_with(&self.frame.epilogue) {
                start += self.frame.epilogue.len() as u32;
                continue;
            }
            go_to(&mut self.decoder, start)?;
            self.decoder.decode_out(&mut self.instruction);
            let next = self.decoder.position() as u32;
            let step = self.step(start, next)?;
            self.steps.extend(step);
            let target = self.instruction.near_branch_target() as u32;
            match self.instruction.flow_control() {
                FlowControl::Next => {}
                // It ends with its first jump.
                FlowControl::ConditionalBranch | FlowControl::UnconditionalBranch if jump.is_some() => {
                    return None;
                }
                FlowControl::Call | FlowControl::IndirectCall => self.steps.push(Step::Call),
                FlowControl::ConditionalBranch => jump = Some(self.starts.binary_search(&target).ok()?),
                FlowControl::UnconditionalBranch => {
                    if !self.sweep.has_relocation(start, next) {
                        jump = Some(self.starts.binary_search(&target).ok()?);
                    }
                    return Some((jump, false));
                }
                FlowControl::Return | FlowControl::IndirectBranch | FlowControl::Exception => {
                    return Some((jump, false));
                }
                _ => return None,
            }
            start = next;
        }
        (start == end && number + 1 < self.starts.len()).then_some((jump, true))
    }

    /// What the current instruction does to places; an outer none if that is not known.
    fn step(&mut self, start: u32, end: u32) -> Option<Option<Step>> {
        let slot = self.slot()?;
        if let Some((to, from)) = self.copy(slot.clone()) {
            return Some(Some(Step::Copy { to, from, start, end }));
        }
        let info = self.info.info_options(&self.instruction, InstructionInfoOptions::NO_MEMORY_USAGE);
        let writes = |access| {
            !matches!(access, OpAccess::None | OpAccess::Read | OpAccess::CondRead | OpAccess::NoMemAccess)
        };
        let in_memory = (0..self.instruction.op_count()).any(|operand| {
            self.instruction.op_kind(operand) == OpKind::Memory && writes(info.op_access(operand))
        });
        let changed = info.used_registers().iter().filter(|used| writes(used.access()));
        let changed = changed
            .filter_map(|used| place::of_register(used.register()))
            .fold(0, |places, place| places | 1 << place);
        Some(match slot.filter(|_| in_memory) {
            // No instruction that Cranelift makes does both.
            Some(_) if changed != 0 => return None,
            Some(slot) => Some(Step::Write(slot)),
            None => (changed != 0).then_some(Step::Change(changed)),
        })
    }

    /// The part of the frame that the current instruction names, if it does; an outer none if it takes an
    /// address there, or may reach more.
    fn slot(&self) -> Option<Option<Slot>> {
        let instruction = &self.instruction;
        if instruction.memory_base() != Register::RSP {
            return Some(None);
        }
        let size = instruction.memory_size().size() as u32;
        let is_plain =
            instruction.memory_index() == Register::None && instruction.mnemonic() != Mnemonic::Lea;
        let start = u32::try_from(instruction.memory_displacement64()).ok()?;
        (is_plain && size > 0).then(|| Some(start..start + size))
    }

    /// The places between which the current instruction, of which `slot` is the operand in the frame, copies all
    /// that is there.
    fn copy(&mut self, slot: Option<Slot>) -> Option<(u32, u32)> {
        let is_whole = match self.instruction.code() {
            Code::Mov_r64_rm64 | Code::Mov_rm64_r64 => true,
            _ => matches!(
                self.instruction.mnemonic(),
                Mnemonic::Movdqa
                    | Mnemonic::Movdqu
                    | Mnemonic::Movaps
                    | Mnemonic::Movups
                    | Mnemonic::Vmovdqa
                    | Mnemonic::Vmovdqu
                    | Mnemonic::Vmovaps
                    | Mnemonic::Vmovups
            ),
        };
        let slot = slot.filter(|slot| slot.end <= self.frame.saved);
        let mut place = |operand| match self.instruction.op_kind(operand) {
            OpKind::Register => place::of_register(self.instruction.op_register(operand)),
            OpKind::Memory => self.slots.place(slot.clone()?),
            _ => None,
        };
        let is_whole = is_whole && !self.instruction.has_op_mask();
        let (to, from) = is_whole.then(|| place(0).zip(place(1)))??;
        self.slots.loaded |= 1 << from & !ALL_REGISTERS;
        Some((to, from))
    }
}
