//! The frame of a function of x86-64: the prologue in, prologue, epilogue and operands in fewer bytes
//! out.
//!
//! Cranelift makes the frame by one subtraction and moves registers to its upper end; here they are
//! pushed, and what is left of the frame is subtracted. The stack pointer is the same then, and so is
//! every byte of the frame but those of the saved registers, which nothing but the epilogues reads.
//! What is in the frame is reached from the frame pointer, which takes a byte less. A function that
//! reaches it in few places does without that pointer: backtraces read from its first instructions how
//! large its frame is (`runtime-lib/src/arch/x86_64/frame.rs`).

use iced_x86::{ConstantOffsets, Instruction, Mnemonic, OpKind, Register};
use smallvec::smallvec;

use super::copies::Calls;
use super::encoding::{self, Bytes};

/// The largest frame that is rewritten, bytes: one more would need probes.
const LARGEST: u32 = 1 << 12;

/// The most that is subtracted from the stack pointer where there is no frame pointer, bytes: what an instruction with
/// one byte for it can, so that backtraces look for that alone.
const LARGEST_BARE: u32 = 0x7f;

/// Bytes of a saved register, and of a slot.
pub(super) const WORD: u32 = 8;

/// `push rbp; mov rbp, rsp`.
const SET_UP: [u8; 4] = [0x55, 0x48, 0x89, 0xe5];
/// `mov rsp, rbp; pop rbp`.
const TAKE_DOWN: [u8; 4] = [0x48, 0x89, 0xec, 0x5d];
const POP_RBP: u8 = 0x5d;
/// `push rax`: takes a word of the stack.
const PUSH_RAX: u8 = 0x50;

/// Opcodes of `mov [rsp + ...], register` and back.
const STORE: u8 = 0x89;
const LOAD: u8 = 0x8b;
/// What, below the stack pointer's number, is the operand of `add` and `sub` with a constant.
const ADD: u8 = 0xc4;
const SUB: u8 = 0xec;

/// The saved registers that the convention has besides the frame pointer: rbx, r12 to r15.
const SAVED: [u8; 5] = [3, 12, 13, 14, 15];

/// The stack pointer and the frame pointer, and their parts.
const POINTERS: [Register; 8] = [
    Register::RSP,
    Register::ESP,
    Register::SP,
    Register::SPL,
    Register::RBP,
    Register::EBP,
    Register::BP,
    Register::BPL,
];

/// A frame that is understood.
pub(super) struct Frame {
    /// Its code as Cranelift wrote it, and the code that does the same.
    pub(super) prologue: Vec<u8>,
    pub(super) new_prologue: Vec<u8>,
    pub(super) epilogue: Vec<u8>,
    pub(super) new_epilogue: Vec<u8>,
    /// How far the stack pointer is below the frame pointer, bytes.
    size: u32,
    /// Where the saved registers start, from the stack pointer, bytes; they reach to the frame's end.
    pub(super) saved: u32,
    form: Form,
    /// Whether the stack is aligned for calls.
    is_aligned: bool,
}

/// What becomes of a frame.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// It has no frame pointer: few instructions reach it, and none what is above it. There is none at all where
    /// nothing is in it and nothing is called.
    Bare,
    /// It has a frame pointer.
    Pointed,
}

impl Frame {
    /// The frame that the prologue at the start of `code` makes, if it is of the usual form and can be of this one. The
    /// function's calls are such.
    pub(super) fn of(code: &[u8], form: Form, calls: Calls) -> Option<Frame> {
        let rest = code.strip_prefix(&SET_UP)?;
        let size = size(rest).filter(|size| *size < LARGEST)?;
        let mut prologue = SET_UP.to_vec();
        adjust(&mut prologue, SUB, size);
        let registers = saved_registers(&code[prologue.len()..]);
        let saved = size.checked_sub((registers.len() as u32 * WORD).next_multiple_of(2 * WORD))?;

        let mut epilogue = Vec::new();
        for (offset, register) in (saved..).step_by(WORD as usize).zip(&registers) {
            access(&mut prologue, STORE, *register, offset);
            access(&mut epilogue, LOAD, *register, offset);
        }
        adjust(&mut epilogue, ADD, size);
        epilogue.extend(TAKE_DOWN);
        if !code.starts_with(&prologue) {
            return None;
        }

        // With the return address, an even number of words is aligned.
        let words = registers.len() + usize::from(form == Form::Pointed);
        let is_aligned = form == Form::Pointed || saved > 0 || calls != Calls::Missing;
        let own = saved + if is_aligned && words.is_multiple_of(2) { WORD } else { 0 };
        // What goes on with another function instead of a return moves its return address, if there are more arguments.
        if form == Form::Bare && (own > LARGEST_BARE || calls == Calls::KeepNone) {
            return None;
        }
        let [mut new_prologue, mut new_epilogue] = [const { Vec::new() }; 2];
        if form == Form::Pointed {
            new_prologue.extend(SET_UP);
        }
        registers.iter().rev().for_each(|register| push_or_pop(&mut new_prologue, 0x50, *register));
        match own {
            WORD => new_prologue.push(PUSH_RAX),
            own => adjust(&mut new_prologue, SUB, own),
        }
        adjust(&mut new_epilogue, ADD, own);
        registers.iter().for_each(|register| push_or_pop(&mut new_epilogue, 0x58, *register));
        if form == Form::Pointed {
            new_epilogue.push(POP_RBP);
        }
        Some(Frame { prologue, new_prologue, epilogue, new_epilogue, size, saved, form, is_aligned })
    }

    /// How many instructions may reach what is in the frame.
    pub(super) fn most_accesses(&self) -> usize {
        /// Without a frame pointer each takes a byte more, and all together six less: Ruby's code is smallest with 8
        /// to 24.
        const MOST_BARE: usize = 24;
        if self.form == Form::Bare { MOST_BARE } else { usize::MAX }
    }

    /// Whether the frame is still as the prologue left it after an instruction of the body, and is to
    /// the instruction as it was: one that changes neither pointer, and does not reach saved registers.
    pub(super) fn holds_after(&self, instruction: &Instruction) -> bool {
        let is_pointer = |operand| {
            instruction.op_kind(operand) == OpKind::Register
                && POINTERS.contains(&instruction.op_register(operand))
        };
        let moves_stack = matches!(
            instruction.mnemonic(),
            Mnemonic::Push
                | Mnemonic::Pop
                | Mnemonic::Leave
                | Mnemonic::Enter
                | Mnemonic::Pushfq
                | Mnemonic::Popfq
        );
        let displacement = instruction.memory_displacement64() as i64;
        let has_pointer = self.form == Form::Pointed;
        let reaches_saved = match instruction.memory_base() {
            Register::RSP => {
                displacement >= i64::from(self.saved)
                    && !(has_pointer && displacement >= i64::from(self.size))
            }
            Register::RBP => displacement < 0 || !has_pointer,
            _ => false,
        };
        let needs_aligned = instruction.mnemonic() == Mnemonic::Call && !self.is_aligned;
        let is_index = POINTERS.contains(&instruction.memory_index());
        let uses_pointers = is_index || (0..instruction.op_count()).any(is_pointer);
        !(moves_stack || reaches_saved || needs_aligned || uses_pointers)
    }

    /// An instruction with an operand in the frame, reached from the frame pointer, if that is shorter.
    pub(super) fn operand(
        &self,
        bytes: &[u8],
        instruction: &Instruction,
        offsets: &ConstantOffsets,
    ) -> Option<Bytes> {
        let new = self.operand_at(instruction.memory_displacement64() as i64, bytes, instruction, offsets)?;
        (new.len() < bytes.len()).then_some(new)
    }

    /// An instruction with an operand in the frame, with that at `offset` from the stack pointer, in as few bytes as
    /// there can be.
    pub(super) fn operand_at(
        &self,
        offset: i64,
        bytes: &[u8],
        instruction: &Instruction,
        offsets: &ConstantOffsets,
    ) -> Option<Bytes> {
        /// The first byte of an encoding in which the displacement may count in other units.
        const EVEX: u8 = 0x62;
        let in_frame =
            instruction.memory_base() == Register::RSP && instruction.memory_index() == Register::None;
        if !in_frame || bytes[0] == EVEX {
            return None;
        }
        let displacement = encoding::displacement(bytes, offsets);
        let at = displacement.start - 2;
        let mut new = Bytes::from_slice(&bytes[..at]);
        let operand = self.by_pointer(offset);
        new.push(operand[0] | bytes[at] & 0x38);
        new.extend_from_slice(&operand[1..]);
        new.extend_from_slice(&bytes[displacement.end..]);
        Some(new)
    }

    /// How many bytes an operand takes that is at `offset` from the stack pointer.
    pub(super) fn operand_len(&self, offset: u32) -> usize {
        self.by_pointer(offset.into()).len()
    }

    /// What is at `offset` from the stack pointer, as an operand beside the register 0: from either pointer, in as few
    /// bytes as there can be.
    fn by_pointer(&self, offset: i64) -> Bytes {
        /// What follows the first byte of an operand that is reached from the stack pointer.
        const FROM_STACK_POINTER: u8 = 0x24;
        let from_frame_pointer = offset - i64::from(self.size);
        let has_pointer = self.form == Form::Pointed;
        match (i8::try_from(from_frame_pointer), i8::try_from(offset)) {
            (Ok(distance), _) if has_pointer => smallvec![0x45, distance as u8],
            (_, Ok(0)) => smallvec![0x04, FROM_STACK_POINTER],
            (_, Ok(distance)) => smallvec![0x44, FROM_STACK_POINTER, distance as u8],
            _ => {
                let (operand, distance): (&[u8], i64) = match has_pointer {
                    true => (&[0x85], from_frame_pointer),
                    false => (&[0x84, FROM_STACK_POINTER], offset),
                };
                operand.iter().copied().chain((distance as i32).to_le_bytes()).collect()
            }
        }
    }
}

/// What backtraces tell a function's frame from, at the start of its finished `code`: nothing if it has none.
pub(in crate::codegen) fn start(code: &[u8]) -> &[u8] {
    let push_rbp = &SET_UP[..1];
    if code.starts_with(push_rbp) {
        return push_rbp;
    }
    let mut rest = code;
    loop {
        rest = match rest {
            [0x50..=0x57, rest @ ..] | [0x41, 0x50..=0x57, rest @ ..] => rest,
            [0x48, 0x83, SUB, _, rest @ ..] => rest,
            _ => return &code[..code.len() - rest.len()],
        }
    }
}

/// What the instruction at the start of `code` subtracts from the stack pointer; 0 if it does not.
fn size(code: &[u8]) -> Option<u32> {
    match code {
        [0x48, 0x83, SUB, size, ..] => (*size as i8).try_into().ok().map(u8::into),
        [0x48, 0x81, SUB, size @ ..] => Some(u32::from_le_bytes(*size.first_chunk()?)),
        _ => Some(0),
    }
}

/// The callee-saved registers that `code` starts to store relative to the stack pointer.
fn saved_registers(mut code: &[u8]) -> Vec<u8> {
    let mut registers = Vec::new();
    while let [rex @ (0x48 | 0x4c), STORE, operand, 0x24, rest @ ..] = code {
        let register = (operand >> 3 & 7) | (rex & 4) << 1;
        let displacement_size = match operand & !0x38 {
            0x04 => 0,
            0x44 => 1,
            0x84 => 4,
            _ => break,
        };
        if !SAVED.contains(&register) {
            break;
        }
        registers.push(register);
        code = rest.get(displacement_size..).unwrap_or_default();
    }
    registers
}

/// Appends an addition to the stack pointer, or a subtraction, unless it would be of nothing.
fn adjust(code: &mut Vec<u8>, operation: u8, by: u32) {
    match i8::try_from(by) {
        Ok(0) => {}
        Ok(by) => code.extend([0x48, 0x83, operation, by as u8]),
        Err(_) => {
            code.extend([0x48, 0x81, operation]);
            code.extend(by.to_le_bytes());
        }
    }
}

/// Appends a move between a register and the frame.
fn access(code: &mut Vec<u8>, opcode: u8, register: u8, offset: u32) {
    let operand = 0x04 | (register & 7) << 3;
    code.extend([0x48 | (register & 8) >> 1, opcode]);
    match i8::try_from(offset) {
        Ok(0) => code.extend([operand, 0x24]),
        Ok(offset) => code.extend([operand | 0x40, 0x24, offset as u8]),
        Err(_) => {
            code.extend([operand | 0x80, 0x24]);
            code.extend(offset.to_le_bytes());
        }
    }
}

fn push_or_pop(code: &mut Vec<u8>, opcode: u8, register: u8) {
    if register >= 8 {
        code.push(0x41);
    }
    code.push(opcode | register & 7);
}
