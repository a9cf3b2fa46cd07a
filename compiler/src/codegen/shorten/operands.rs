//! A number that is loaded, and an operation that alone uses it, in; one instruction, with its operand in memory, out.
//!
//! Cranelift does the same, but only where what it leads to is used once in the end. Here the code that follows
//! tells that the register is of no more use. Nothing but copies lies between the two, so a load that traps does so at
//! the operation as well; its trap site moves there.

use iced_x86::Register;

use super::encoding::{BASE, Bytes, INDEX, REGISTER, split_rex};
use super::lookahead::Lookahead;
use super::sweep::Sweep;

/// How many copies may lie between.
const COPIES: usize = 2;

/// Opcodes behind 0x0f: a load of a number, a copy of a register, and addition, multiplication, subtraction and
/// division.
const LOAD: u8 = 0x10;
const COPY: u8 = 0x28;
const OPERATIONS: [u8; 4] = [0x58, 0x59, 0x5c, 0x5e];

/// An instruction with registers of numbers.
struct Parts<'b> {
    /// Whether it computes in 64 bits or 32, and that alone; none for all of a register.
    prefix: Option<u8>,
    rex: u8,
    opcode: u8,
    /// The first byte of its operands, and what follows.
    operands: (u8, &'b [u8]),
}

impl Parts<'_> {
    fn of(bytes: &[u8]) -> Option<Parts<'_>> {
        let (prefix, rest) = match bytes {
            [prefix @ (0xf2 | 0xf3), rest @ ..] => (Some(*prefix), rest),
            rest => (None, rest),
        };
        let (rex, rest) = split_rex(rest);
        let [0x0f, opcode, first, rest @ ..] = rest else { return None };
        Some(Parts { prefix, rex: rex.unwrap_or(0x40), opcode: *opcode, operands: (*first, rest) })
    }

    /// Whether both operands are registers.
    fn is_between_registers(&self) -> bool {
        self.operands.0 >= 0xc0
    }

    /// The number of its first operand, which is a register.
    fn first(&self) -> u8 {
        self.operands.0 >> 3 & 7 | (self.rex & REGISTER) << 1
    }

    /// The number of its second operand, if that is a register.
    fn second(&self) -> u8 {
        self.operands.0 & 7 | (self.rex & BASE) << 3
    }
}

/// Whether the instruction loads a number.
pub(super) fn is_load(bytes: &[u8]) -> bool {
    Parts::of(bytes).is_some_and(|it| it.prefix.is_some() && it.opcode == LOAD && !it.is_between_registers())
}

/// Folds those of the loads that it can; `targets` is where jumps go and blocks start, sorted.
pub(super) fn fold(sweep: &mut Sweep, code: &[u8], targets: &[u32]) {
    let mut lookahead = Lookahead::new(sweep, code);
    let (mut edits, mut moved) = (Vec::new(), Vec::new());
    for start in &lookahead.sweep.loads {
        if let Some((end, operation, new)) = lookahead.operation(*start, targets) {
            edits.push(((*start, end), Bytes::new()));
            moved.push((*start, operation.0));
            edits.push((operation, new));
        }
    }
    sweep.replace(edits);
    sweep.moved = moved;
}

impl<'s> Lookahead<'s, 's> {
    /// The instruction from `start` to `end`, which may have become another.
    fn new_at(&self, start: u32, end: u32) -> &'s [u8] {
        self.sweep.new_at(start).unwrap_or(&self.code[start as usize..end as usize])
    }

    /// The end of the load at `start`, and where the operation is that uses it, with its operand in memory.
    fn operation(&mut self, start: u32, targets: &[u32]) -> Option<(u32, (u32, u32), Bytes)> {
        self.decode(start)?;
        let load_end = self.instruction.next_ip() as u32;
        if matches!(self.instruction.memory_base(), Register::RSP | Register::RBP) {
            return None;
        }
        let load = Parts::of(self.new_at(start, load_end))?;
        let mut at = load_end;
        for _ in 0..=COPIES {
            if targets.binary_search(&at).is_ok() {
                return None;
            }
            self.decode(at)?;
            let end = self.instruction.next_ip() as u32;
            let it = Parts::of(self.new_at(at, end)).filter(Parts::is_between_registers)?;
            if it.prefix == load.prefix && OPERATIONS.contains(&it.opcode) && it.second() == load.first() {
                let register = Register::ZMM0 + u32::from(load.first());
                let is_last = it.first() != load.first() && self.is_dead(register, end);
                return is_last.then(|| (load_end, (at, end), with_operand(&it, &load)));
            }
            let is_copy = it.prefix.is_none() && it.opcode == COPY;
            if !is_copy || [it.first(), it.second()].contains(&load.first()) {
                return None;
            }
            at = end;
        }
        None
    }
}

/// The operation, with what is loaded for its second operand.
fn with_operand(operation: &Parts<'_>, load: &Parts<'_>) -> Bytes {
    let rex = operation.rex & !(BASE | INDEX) | load.rex & (BASE | INDEX);
    let (first, rest) = load.operands;
    let mut new = Bytes::from_iter(operation.prefix);
    new.extend((rex != 0x40).then_some(rex));
    new.extend([0x0f, operation.opcode, first & !0x38 | operation.operands.0 & 0x38]);
    new.extend_from_slice(rest);
    new
}
