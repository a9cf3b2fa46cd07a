//! The compiler's map of the generated code: an address goes in, the function and what the
//! compiler knew about the instruction come out.

use ahead_abi::code::FunctionRecord;
use ahead_abi::trap::TrapKind;

use crate::program::{elements, program};

/// An address of generated code.
#[derive(Clone, Copy)]
pub struct Location {
    /// The function.
    pub function: &'static FunctionRecord,
    /// Bytes from its start.
    pub offset: usize,
}

/// An instruction that may trap.
pub struct Site {
    /// Why it traps.
    pub kind: TrapKind,
    /// Where the WebAssembly instruction is, bytes from the start of the module.
    pub wasm_offset: u64,
}

/// Where `pc` is; `None` outside the generated code.
pub fn find(pc: usize) -> Option<Location> {
    let code = &program().code;
    if !(code.start as usize..code.end as usize).contains(&pc) {
        return None;
    }
    let offset = pc - code.start as usize;
    // SAFETY: the compiler wrote the slice.
    let functions = unsafe { elements(code.functions) };
    let after = functions.partition_point(|function| function.code_offset as usize <= offset);
    let function = functions.get(after.checked_sub(1)?)?;
    Some(Location { function, offset: offset - function.code_offset as usize })
}

impl Location {
    /// The trap site of exactly this instruction.
    pub fn site(&self) -> Option<Site> {
        // SAFETY: the compiler wrote the slice.
        let sites = unsafe { elements(program().code.sites) };
        let mut sites = Bytes { rest: sites.get(self.function.sites as usize..)? };
        let mut offset = 0;
        let mut wasm_offset = 0_i64;
        loop {
            // The distance is stored plus 1; 0 ends the sequence.
            offset += sites.unsigned()?.checked_sub(1)? as usize;
            wasm_offset += sites.signed()?;
            let kind = sites.byte()?;
            if offset == self.offset {
                return Some(Site { kind: TrapKind::from_number(kind)?, wasm_offset: wasm_offset as u64 });
            }
            if offset > self.offset {
                return None;
            }
        }
    }
}

/// The bodies that stand inlined at a place, innermost first: their functions.
pub struct InlinedBodies {
    /// The list of the function's bodies.
    bodies: Bytes,
    /// Number of the next one.
    number: u64,
}

impl InlinedBodies {
    /// At this place.
    pub fn at(location: Location) -> Option<InlinedBodies> {
        // SAFETY: the compiler wrote the slice.
        let inlined = unsafe { elements(program().code.inlined) };
        let bodies = Bytes { rest: inlined.get(location.function.inlined as usize..)? };
        let mut places = bodies;
        while places.unsigned()? != 0 {
            places.unsigned()?;
        }
        let (mut offset, mut number) = (0, 0);
        loop {
            // The distance is stored plus 1; 0 ends the sequence.
            let distance = places.unsigned()?;
            offset += distance.saturating_sub(1) as usize;
            if distance == 0 || offset > location.offset {
                return Some(InlinedBodies { bodies, number });
            }
            number = places.unsigned()?;
        }
    }
}

impl Iterator for InlinedBodies {
    type Item = &'static FunctionRecord;

    fn next(&mut self) -> Option<&'static FunctionRecord> {
        let mut bodies = self.bodies;
        for _ in 1..self.number {
            bodies.unsigned()?;
            bodies.unsigned()?;
        }
        if self.number == 0 {
            return None;
        }
        // The body that a body stands in comes before it; a list that says otherwise ends here.
        let caller = bodies.unsigned()?.checked_sub(1).filter(|caller| *caller < self.number)?;
        let function = bodies.unsigned()?;
        self.number = caller;
        // SAFETY: the compiler wrote the slice.
        unsafe { elements(program().code.functions) }.get(function as usize)
    }
}

/// The function's name; empty for the compiler's own.
pub fn name(function: &FunctionRecord) -> &'static [u8] {
    // SAFETY: the compiler wrote the slice.
    let names = unsafe { elements(program().code.names) };
    let name = names.get(function.name_offset as usize..).unwrap_or_default();
    name.get(..function.name_len as usize).unwrap_or_default()
}

/// The file name of the function's module.
pub fn module(function: &FunctionRecord) -> &'static [u8] {
    // SAFETY: the compiler wrote both slices.
    unsafe {
        let modules = elements(program().code.modules);
        modules.get(function.module as usize).map(|name| elements(*name)).unwrap_or_default()
    }
}

/// LEB128 numbers and bytes, read from the front; `None` at the end.
#[derive(Clone, Copy)]
struct Bytes {
    rest: &'static [u8],
}

impl Bytes {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn unsigned(&mut self) -> Option<u64> {
        self.leb().map(|(value, _, _)| value)
    }

    fn signed(&mut self) -> Option<i64> {
        let (value, bits, last) = self.leb()?;
        let sign = if last & 0x40 != 0 && bits < 64 { -1 << bits } else { 0 };
        Some(value as i64 | sign)
    }

    /// The number without its sign, its count of bits, and its last byte.
    fn leb(&mut self) -> Option<(u64, u32, u8)> {
        let mut value = 0;
        let mut bits = 0;
        loop {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f).checked_shl(bits).unwrap_or(0);
            bits += 7;
            if byte & 0x80 == 0 {
                return Some((value, bits, byte));
            }
        }
    }
}
