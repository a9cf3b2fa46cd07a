//! A block of machine code in; out, what its instructions do to places, and where it goes on.

use std::ops::Range;

use iced_x86::{
    Code, Decoder, DecoderOptions, FlowControl, Instruction, InstructionInfo, InstructionInfoFactory,
    InstructionInfoOptions, Mnemonic, OpAccess, OpKind, Register,
};

use super::place::{self, Places, Slot, Slots};
use super::state::State;
use crate::codegen::shorten::frame::Frame;
use crate::codegen::shorten::sweep::{Sweep, go_to};

/// What an instruction does to places.
pub(super) enum Step {
    /// Makes a place hold what another does.
    Copy { to: u32, from: u32, start: u32, end: u32 },
    /// Does this with registers.
    Change(Change),
    /// Reads this; the places that overlap with it are noted later ([`Effects::of`]).
    Read { part: Slot, places: Places, start: u32 },
    /// Changes what overlaps with this, likewise, and if it `is_sure`, all of it.
    Write { part: Slot, places: Places, start: u32, is_sure: bool },
    /// Changes what a call does.
    Call,
}

impl Step {
    /// What is left out.
    pub(super) const NOTHING: Step =
        Step::Change(Change { places: 0, uses: 0, reads: 0, writes: 0, clears: 0 });
}

/// What an instruction does with registers. Of numbers, their upper halves are told apart; a bit for each of these.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Change {
    /// Those that it changes.
    pub(super) places: Places,
    /// Those of which it reads anything, and those whose upper half it reads.
    pub(super) uses: u16,
    pub(super) reads: u16,
    /// Those that it writes all of, and does not read.
    pub(super) writes: u16,
    /// Those whose upper half it leaves as zero.
    pub(super) clears: u16,
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
    /// Whether it may go on by a jump through a table, and whether it may leave the function.
    pub(super) goes_by_table: bool,
    pub(super) leaves: bool,
    /// What holds the same at its start, once it was reached.
    pub(super) before: Option<State>,
    /// Whether that has changed since it was asked for last.
    pub(super) has_news: bool,
}

impl Block {
    /// The blocks that may come next to the one of that number, this one, but for those that jump tables lead to.
    pub(super) fn next(&self, number: usize) -> impl Iterator<Item = usize> + use<> {
        let behind = self.goes_on.then_some(number + 1);
        self.jump.into_iter().chain(behind)
    }

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

/// Whether something with such an access may be changed.
fn writes(access: OpAccess) -> bool {
    !matches!(access, OpAccess::None | OpAccess::Read | OpAccess::CondRead | OpAccess::NoMemAccess)
}

impl<'c> Reader<'c> {
    /// Reads nothing yet; the blocks start at `starts`, sorted, and so many places are told apart.
    pub(super) fn new(
        sweep: &'c Sweep,
        code: &'c [u8],
        frame: &'c Frame,
        starts: &'c [u32],
        most: u32,
    ) -> Self {
        Reader {
            decoder: Decoder::new(64, code, DecoderOptions::NONE),
            instruction: Instruction::default(),
            info: InstructionInfoFactory::new(),
            sweep,
            frame,
            code,
            starts,
            slots: Slots::new(most),
            steps: Vec::new(),
        }
    }

    /// The block of that number; none if anything in it is not understood.
    pub(super) fn block(&mut self, number: usize) -> Option<Block> {
        let first_step = self.steps.len();
        let (jump, goes_on) = self.steps_of(number)?;
        let (last, steps) = (&self.instruction, first_step..self.steps.len());
        let is_jump = last.flow_control() == FlowControl::UnconditionalBranch
            && !self.sweep.has_relocation(last.ip() as u32, last.next_ip() as u32);
        let goes_by_table = last.flow_control() == FlowControl::IndirectBranch;
        Some(Block { steps, jump, goes_on, goes_by_table, leaves: !goes_on && !is_jump, ..Block::default() })
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
            self.step(start, next)?;
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

    /// Appends what the current instruction does to places; none if that is not known.
    fn step(&mut self, start: u32, end: u32) -> Option<()> {
        let slot = self.slot(start)?;
        if let Some((to, from)) = self.copy(slot.clone()) {
            self.steps.push(Step::Copy { to, from, start, end });
            return Some(());
        }
        let reads = |access| !matches!(access, OpAccess::None | OpAccess::Write | OpAccess::NoMemAccess);
        let info = self.info.info_options(&self.instruction, InstructionInfoOptions::NO_MEMORY_USAGE);
        let change = change(&self.instruction, info);
        self.steps.extend((change != Change::default()).then_some(Step::Change(change)));
        let Some(part) = slot else { return Some(()) };
        let in_memory = (0..self.instruction.op_count())
            .find(|operand| self.instruction.op_kind(*operand) == OpKind::Memory)
            .map_or(OpAccess::None, |operand| info.op_access(operand));
        if reads(in_memory) {
            self.steps.push(Step::Read { part: part.clone(), places: 0, start });
        }
        if writes(in_memory) {
            self.steps.push(Step::Write { part, places: 0, start, is_sure: in_memory == OpAccess::Write });
            // No instruction that Cranelift makes does both.
            return (change.places == 0).then_some(());
        }
        Some(())
    }

    /// The part of the frame that the instruction at `at` names, the current one, if it does; an outer none if it takes
    /// an address there, or may reach more.
    fn slot(&self, at: u32) -> Option<Option<Slot>> {
        let instruction = &self.instruction;
        if instruction.memory_base() != Register::RSP {
            return Some(None);
        }
        let size = instruction.memory_size().size() as u32;
        let is_plain =
            instruction.memory_index() == Register::None && instruction.mnemonic() != Mnemonic::Lea;
        let start = u32::try_from(instruction.memory_displacement64()).ok()?;
        let start = start.checked_add_signed(self.sweep.moved_by(at))?;
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
        Some((to, from))
    }
}

/// What an instruction does with registers.
fn change(instruction: &Instruction, info: &InstructionInfo) -> Change {
    let mut change = Change::default();
    for used in info.used_registers() {
        let Some(place) = place::of_register(used.register()) else { continue };
        change.places |= Places::from(writes(used.access())) << place;
        // What is written of 32 bits is said to be of 64.
        let Some(bit) = place::number(place) else { continue };
        if used.access() != OpAccess::Write || used.register().size() < 4 {
            change.uses |= bit;
        }
        match (used.access(), used.register().size()) {
            (OpAccess::Write, 8) => change.writes |= bit,
            (OpAccess::Write, _) | (_, ..8) => {}
            _ => change.reads |= bit,
        }
    }
    change.writes &= !change.reads;
    if clears_upper_half(instruction, info.op0_access()) {
        let place = place::of_register(instruction.op0_register());
        change.clears = place.and_then(place::number).unwrap_or(0);
    }
    change
}

/// Whether an instruction leaves zero in the upper half of its first operand, which it accesses so, a register of
/// numbers.
fn clears_upper_half(instruction: &Instruction, access: OpAccess) -> bool {
    let may_do_nothing = || {
        matches!(instruction.mnemonic(), Mnemonic::Bsf | Mnemonic::Bsr)
            || (1..instruction.op_count()).any(|operand| instruction.op_register(operand) == Register::CL)
    };
    let is_zero = || {
        let mut operands = (0..2).map(|operand| instruction.op_register(operand));
        instruction.mnemonic() == Mnemonic::Xor && operands.next() == operands.next()
    };
    let register = instruction.op0_register();
    matches!(access, OpAccess::Write | OpAccess::ReadWrite)
        && (register.is_gpr32() && !may_do_nothing()
            || register.is_gpr64() && (instruction.mnemonic() == Mnemonic::Movzx || is_zero()))
}
