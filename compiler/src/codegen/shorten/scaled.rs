//! An index that is shifted and then used as an address in; an operand that scales the index out.
//!
//! Cranelift scales only what it adds to another register. Where the memory's base is part of the
//! displacement, `shl index, 2; mov eax, [index + base]` is `mov eax, [index * 4 + base]`, as long as
//! nothing reads the shifted index afterwards, which is looked up in the code that follows. Nothing reads
//! the shift's flags: Cranelift takes flags from comparisons and additions only, and what reads them
//! follows these at once. A test that goes because of the shift ([`super::flags`]) reads the index, too.

use iced_x86::{FlowControl, Register};

use super::encoding::{self, BASE, Bytes, INDEX};
use super::lookahead::{FARTHEST, Lookahead, Use};
use super::sweep::Sweep;

/// `shl` by a constant, of 64-bit registers with numbers below 8 and of the others.
const SHIFT: u8 = 0xc1;
const LOW: u8 = 0x48;
const HIGH: u8 = 0x49;

/// A shift of a register that scaling can do.
pub(super) struct Shift {
    end: u32,
    /// The register's number.
    number: u8,
    bits: u8,
}

/// Folds those of the shifts that it can; `targets` is where jumps go and blocks start, sorted.
pub(super) fn fold(sweep: &mut Sweep, code: &[u8], targets: &[u32]) {
    let mut lookahead = Lookahead::new(sweep, code);
    let mut replacements = Vec::new();
    for start in &lookahead.sweep.shifts {
        let Some(shift) = Shift::at(code, *start) else { continue };
        if let Some((access, scaled)) = lookahead.folded(&shift, targets) {
            replacements.push(((*start, shift.end), Bytes::new()));
            replacements.push((access, scaled));
        }
    }
    sweep.replace(replacements);
}

impl Shift {
    /// The shift at `start`, if there is one.
    pub(super) fn at(code: &[u8], start: u32) -> Option<Shift> {
        match code[start as usize..] {
            [prefix @ (LOW | HIGH), SHIFT, operand @ 0xe0..=0xe7, bits @ 1..=3, ..] => {
                Some(Shift { end: start + 4, number: operand & 7 | (prefix & BASE) << 3, bits })
            }
            _ => None,
        }
    }

    fn register(&self) -> Register {
        Register::RAX + u32::from(self.number)
    }
}

impl Lookahead<'_, '_> {
    /// Where the access is that uses the shifted index last, and the same access with the index scaled.
    fn folded(&mut self, shift: &Shift, targets: &[u32]) -> Option<((u32, u32), Bytes)> {
        let mut start = shift.end;
        for _ in 0..FARTHEST {
            if targets.binary_search(&start).is_ok() {
                return None;
            }
            self.decode(start)?;
            let end = self.instruction.next_ip() as u32;
            if self.instruction.memory_base() == shift.register() {
                let scaled = self.scaled(shift, start)?;
                let is_last = self.overwrites(shift.register())? || self.is_dead(shift.register(), end);
                return is_last.then_some(((start, end), scaled));
            }
            let goes_on = self.instruction.flow_control() == FlowControl::Next;
            if !goes_on || self.use_of(shift.register()) != Use::None {
                return None;
            }
            start = end;
        }
        None
    }

    /// The current instruction, at `start`, with its operand `[register + 4 bytes]` scaled.
    fn scaled(&self, shift: &Shift, start: u32) -> Option<Bytes> {
        let bytes = &self.code[start as usize..self.instruction.next_ip() as usize];
        let offsets = self.decoder.get_constant_offsets(&self.instruction);
        let is_plain = self.instruction.memory_index() == Register::None
            && offsets.displacement_size() == 4
            && !self.sweep.has_relocation(start, self.instruction.next_ip() as u32);
        // The register with number 4 or 12 takes another byte.
        let operand = offsets.displacement_offset().checked_sub(1 + usize::from(shift.number & 7 == 4))?;
        let mut new = Bytes::from_slice(bytes);
        // A prefix that extends numbers comes right before the opcode, after others.
        let mut prefixes = new.iter().position(|byte| !matches!(byte, 0x66 | 0xf2 | 0xf3))?;
        if shift.number >= 8 {
            let prefix = new.get_mut(prefixes).filter(|prefix| **prefix & 0xf0 == 0x40)?;
            *prefix = *prefix & !BASE | INDEX;
            prefixes += 1;
        }
        let is_usual = prefixes < operand && !matches!(new[prefixes], 0x62 | 0xc4 | 0xc5);
        if !is_plain || !is_usual || new[operand] & 0xc0 != 0x80 {
            return None;
        }
        let other = new[operand] & 0x38;
        let scale = shift.bits << 6 | (shift.number & 7) << 3 | 5;
        new.truncate(operand);
        new.extend([other | 4, scale]);
        new.extend_from_slice(&bytes[offsets.displacement_offset()..]);
        Some(encoding::shorter(&new).unwrap_or(new))
    }
}
