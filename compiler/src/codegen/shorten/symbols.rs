//! The address of a symbol, and an access there that alone uses it, in; one instruction out, which reaches the symbol
//! from where it is itself.
//!
//! Cranelift computes such an address in an instruction of its own, near the access. That of a global is for one access
//! only ([`Addresses::UsedOnce`]), but Cranelift may make two instructions of one, which follow one another (a
//! selection by whether floats are equal). The relocation moves to the access; what it adds becomes less by the bytes
//! of a constant behind the distance, as the processor counts from the end of the instruction.

use cranelift_codegen::binemit::Reloc;
use iced_x86::{FlowControl, Register};

use super::encoding::{self, BASE, Bytes, REGISTER, split_rex};
use super::lookahead::{Lookahead, Use};
use super::sweep::Sweep;
use crate::codegen::optimize::Addresses;
use crate::codegen::{Relocation, RelocationTarget};
use crate::plan::Symbol;

/// How many instructions may lie between.
const BETWEEN: usize = 8;

/// How far from its symbol an access may be, bytes. A distance reaches 2 GiB, of which code and data of a program take
/// half at most. What is farther, such as an entry that a table does not have, is never accessed.
const REACH: i64 = 1 << 28;

/// The opcode of an address, and the bits of its operands but for the register: a distance of four bytes.
const ADDRESS: u8 = 0x8d;
const DISTANCE: u8 = 5;

/// A relocation that becomes that of another instruction.
pub(super) struct Relocated {
    /// Where it was.
    pub(super) from: u32,
    /// Where the instruction starts, and where in what it becomes the relocation is.
    pub(super) start: u32,
    pub(super) field: u32,
    /// What is added to what it adds.
    pub(super) addend: i64,
}

/// The computation of an address.
struct Address {
    start: u32,
    end: u32,
    register: Register,
}

impl Address {
    /// The one whose distance is at `field`, if that is what is there.
    fn at(code: &[u8], field: u32) -> Option<Address> {
        let start = field.checked_sub(3)?;
        match code[start as usize..field as usize] {
            [rex, ADDRESS, operands] if rex & !REGISTER == 0x48 && operands & !0x38 == DISTANCE => {
                let number = operands >> 3 & 7 | (rex & REGISTER) << 1;
                Some(Address { start, end: field + 4, register: Register::RAX + u32::from(number) })
            }
            _ => None,
        }
    }
}

/// An access that reaches a symbol by itself.
struct Access {
    start: u32,
    end: u32,
    new: Bytes,
    /// Where in that the distance is, and how far from the symbol it leads.
    field: u32,
    displacement: i64,
}

impl Access {
    /// What the relocation of the distance adds more than that of an address of the symbol: a distance is from the end
    /// of its instruction.
    fn addend(&self) -> i64 {
        self.displacement + i64::from(self.field) + 4 - self.new.len() as i64
    }
}

/// Folds those of the addresses that it can; `targets` is where jumps go and blocks start, sorted.
pub(super) fn fold(
    sweep: &mut Sweep,
    code: &[u8],
    relocations: &[Relocation],
    targets: &[u32],
    addresses: Addresses,
) {
    let is_used_once = |relocation: &Relocation| {
        let is_global = matches!(relocation.target, RelocationTarget::Symbol(Symbol::Global(_)));
        is_global && addresses == Addresses::UsedOnce
    };
    let mut lookahead = Lookahead::new(sweep, code);
    let (mut replacements, mut relocated) = (Vec::new(), Vec::new());
    for relocation in relocations.iter().filter(|relocation| relocation.kind == Reloc::X86CallPCRel4) {
        let Some(address) = Address::at(code, relocation.offset) else { continue };
        let Some(access) = lookahead.access(&address, is_used_once(relocation), targets) else { continue };
        let (from, start) = (relocation.offset, access.start);
        relocated.push(Relocated { from, start, field: access.field, addend: access.addend() });
        replacements.push(((address.start, address.end), Bytes::new()));
        replacements.push(((start, access.end), access.new));
    }
    sweep.replace(replacements);
    relocated.sort_unstable_by_key(|it| it.from);
    sweep.relocated = relocated;
}

impl Lookahead<'_, '_> {
    /// The access that alone uses the address, which may be known.
    fn access(&mut self, address: &Address, is_used_once: bool, targets: &[u32]) -> Option<Access> {
        let mut start = address.end;
        for _ in 0..=BETWEEN {
            if targets.binary_search(&start).is_ok() {
                return None;
            }
            self.decode(start)?;
            let end = self.instruction.next_ip() as u32;
            if self.instruction.flow_control() != FlowControl::Next {
                return None;
            }
            if self.instruction.memory_base() == address.register {
                let access = self.by_itself(start, end)?;
                let is_last = self.overwrites(address.register)?
                    || is_used_once && !self.is_read_again(address.register, end, targets)
                    || self.is_dead(address.register, end);
                return is_last.then_some(access);
            }
            if self.use_of(address.register) != Use::None {
                return None;
            }
            start = end;
        }
        None
    }

    /// Whether an instruction near behind reads the register, which another may be made of the same access for.
    fn is_read_again(&mut self, register: Register, mut start: u32, targets: &[u32]) -> bool {
        for _ in 0..BETWEEN {
            if targets.binary_search(&start).is_ok() || self.decode(start).is_none() {
                break;
            }
            match self.use_of(register) {
                Use::Reads => return true,
                Use::Writes => break,
                Use::None if self.instruction.flow_control() != FlowControl::Next => break,
                Use::None => start = self.instruction.next_ip() as u32,
            }
        }
        false
    }

    /// The current instruction, with a distance from its end in the place of its operand in memory.
    fn by_itself(&self, start: u32, end: u32) -> Option<Access> {
        let is_unchanged = self.sweep.new_at(start).is_none() && !self.sweep.has_relocation(start, end);
        if !is_unchanged || self.instruction.memory_index() != Register::None {
            return None;
        }
        let bytes = &self.code[start as usize..end as usize];
        let displacement =
            encoding::displacement(bytes, &self.decoder.get_constant_offsets(&self.instruction));
        // The register with number 4 or 12 takes another byte.
        let takes_another = self.instruction.memory_base().number() & 7 == 4;
        let operand = displacement.start - 1 - usize::from(takes_another);
        let prefixes = bytes.iter().position(|byte| !matches!(byte, 0x66 | 0xf2 | 0xf3))?;
        let (rex, opcode) = split_rex(&bytes[prefixes..operand]);
        // Other prefixes.
        if let [0x26 | 0x2e | 0x36 | 0x3e | 0x62 | 0x64 | 0x65 | 0x67 | 0xc4 | 0xc5 | 0xf0, ..] = opcode {
            return None;
        }
        let other = bytes[operand] & 0x38;
        let mut new = Bytes::from_slice(&bytes[..prefixes]);
        // Without a prefix, registers of 8 bits from number 4 on are others.
        let may_be_byte = other & 0x20 != 0 && matches!(opcode, [opcode] if opcode & 1 == 0);
        new.extend(rex.map(|rex| rex & !BASE).filter(|rex| *rex != 0x40 || may_be_byte));
        new.extend_from_slice(opcode);
        new.push(other | DISTANCE);
        let field = new.len() as u32;
        new.extend([0; 4]);
        new.extend_from_slice(&bytes[displacement.end..]);
        let displacement = self.instruction.memory_displacement64() as i64;
        if displacement.abs() > REACH {
            return None;
        }
        Some(Access { start, end, new, field, displacement })
    }
}
