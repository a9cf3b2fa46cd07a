//! A place in machine code in; out, what becomes of a register from there on.

use std::collections::HashSet;

use iced_x86::{
    Decoder, DecoderOptions, FlowControl, Instruction, InstructionInfoFactory, InstructionInfoOptions,
    OpAccess, OpKind, Register,
};

use super::sweep::{Sweep, go_to};

/// How many instructions are looked at, for the use or for the end of what a register holds.
pub(super) const FARTHEST: usize = 32;

/// Registers of numbers and vectors from this one on hold nothing that a caller reads: two return results, numbers only
/// (`needs_area` in `compiler/src/translate/signature.rs`).
const FIRST_WITHOUT_RESULT: Register = Register::ZMM2;

/// What an instruction does with a register.
#[derive(PartialEq, Eq)]
pub(super) enum Use {
    None,
    Reads,
    /// Writes all of it, and does not read it.
    Writes,
}

/// What looks ahead.
pub(super) struct Lookahead<'c, 's> {
    pub(super) decoder: Decoder<'c>,
    /// The one decoded last.
    pub(super) instruction: Instruction,
    pub(super) info: InstructionInfoFactory,
    pub(super) sweep: &'s Sweep,
    pub(super) code: &'c [u8],
}

impl<'c, 's> Lookahead<'c, 's> {
    pub(super) fn new(sweep: &'s Sweep, code: &'c [u8]) -> Self {
        Lookahead {
            decoder: Decoder::new(64, code, DecoderOptions::NONE),
            instruction: Instruction::default(),
            info: InstructionInfoFactory::new(),
            sweep,
            code,
        }
    }

    /// Decodes the instruction at `start`; none if none starts there.
    pub(super) fn decode(&mut self, start: u32) -> Option<()> {
        go_to(&mut self.decoder, start)?;
        self.decoder.decode_out(&mut self.instruction);
        (self.sweep.is_instruction(start) && !self.instruction.is_invalid()).then_some(())
    }

    /// Whether nothing reads `register` from `start` on before it is overwritten, as far as that is seen.
    pub(super) fn is_dead(&mut self, register: Register, start: u32) -> bool {
        let (mut pending, mut seen) = (vec![start], HashSet::new());
        while let Some(start) = pending.pop() {
            if !seen.insert(start) {
                continue;
            }
            if seen.len() > FARTHEST || self.decode(start).is_none() {
                return false;
            }
            if is_lost(register) && self.sweep.returns(start) {
                continue;
            }
            match self.use_of(register) {
                Use::Reads => return false,
                Use::Writes => continue,
                Use::None => {}
            }
            let end = self.instruction.next_ip() as u32;
            let target = self.instruction.near_branch_target() as u32;
            match self.instruction.flow_control() {
                FlowControl::Next => pending.push(end),
                FlowControl::ConditionalBranch => pending.extend([target, end]),
                FlowControl::UnconditionalBranch if !self.sweep.has_relocation(start, end) => {
                    pending.push(target);
                }
                FlowControl::Exception => {}
                _ => return false,
            }
        }
        true
    }

    /// Whether the current instruction, which uses `register` in its address, overwrites it; none if it
    /// reads it otherwise.
    pub(super) fn overwrites(&mut self, register: Register) -> Option<bool> {
        let instruction = &self.instruction;
        let is_it = |operand: &u32| {
            instruction.op_kind(*operand) == OpKind::Register
                && instruction.op_register(*operand).full_register() == register
        };
        let operands: Vec<u32> = (0..instruction.op_count()).filter(is_it).collect();
        let info = self.info.info_options(instruction, InstructionInfoOptions::NO_MEMORY_USAGE);
        match operands[..] {
            [] => Some(false),
            [0] if info.op0_access() == OpAccess::Write => Some(instruction.op0_register().size() >= 4),
            _ => None,
        }
    }

    /// What the current instruction does with `register`.
    pub(super) fn use_of(&mut self, register: Register) -> Use {
        let info = self.info.info_options(&self.instruction, InstructionInfoOptions::NO_MEMORY_USAGE);
        let mut result = Use::None;
        for used in info.used_registers().iter().filter(|used| used.register().full_register() == register) {
            if used.access() != OpAccess::Write || used.register().size() < 4 {
                return Use::Reads;
            }
            result = Use::Writes;
        }
        result
    }
}

/// Whether a return loses what the register holds.
fn is_lost(register: Register) -> bool {
    register.is_zmm() && register >= FIRST_WITHOUT_RESULT
}
