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
#[inline(never)]
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

/// What is known of a function, whatever the address in it.
pub struct Details {
    /// Its name; empty for the compiler's own.
    pub name: &'static [u8],
    /// Which module it is of.
    module: u64,
    /// What comes after that: inlined bodies, then trap sites.
    rest: Bytes,
}

/// Reads what is known of `function`.
#[inline(never)]
pub fn details(function: &FunctionRecord) -> Details {
    // SAFETY: the compiler wrote the slice.
    let all = unsafe { elements(program().code.details) };
    let mut bytes = Bytes { rest: all.get(function.details as usize..).unwrap_or_default() };
    let len = bytes.number() as usize;
    let (name, rest) = bytes.rest.split_at_checked(len).unwrap_or_default();
    bytes.rest = rest;
    Details { name, module: bytes.number(), rest: bytes }
}

impl Details {
    /// The file name of the function's module.
    pub fn module(&self) -> &'static [u8] {
        // SAFETY: the compiler wrote both slices.
        unsafe {
            let modules = elements(program().code.modules);
            modules.get(self.module as usize).map(|name| elements(*name)).unwrap_or_default()
        }
    }
}

impl Location {
    /// The trap site of exactly this instruction.
    pub fn site(&self) -> Option<Site> {
        let mut sites = details(self.function).rest;
        // The places of inlined bodies are there only if such are.
        if sites.skip_pairs() {
            sites.skip_pairs();
        }
        let (mut offset, mut wasm_offset) = (0, 0u64);
        loop {
            let first = sites.number().checked_sub(1)?;
            offset += (first >> 1) as usize;
            let distance = sites.number();
            wasm_offset = wasm_offset.wrapping_add(distance >> 1 ^ (distance & 1).wrapping_neg());
            // A kind is a number of one byte.
            let kind = if first & 1 == 0 { TrapKind::MemoryOutOfBounds as u64 } else { sites.number() };
            if offset == self.offset {
                return Some(Site { kind: TrapKind::from_number(kind as u8)?, wasm_offset });
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
    pub fn at(location: &Location) -> InlinedBodies {
        let bodies = details(location.function).rest;
        let mut places = bodies;
        let (mut offset, mut number) = (0, 0);
        if places.skip_pairs() {
            // The distance is stored plus 1; 0 ends the list.
            while let Some(distance) = places.number().checked_sub(1) {
                offset += distance as usize;
                if offset > location.offset {
                    break;
                }
                number = places.number();
            }
        }
        InlinedBodies { bodies, number }
    }
}

impl Iterator for InlinedBodies {
    type Item = &'static FunctionRecord;

    fn next(&mut self) -> Option<&'static FunctionRecord> {
        if self.number == 0 {
            return None;
        }
        let mut bodies = self.bodies;
        for _ in 1..self.number {
            bodies.number();
            bodies.number();
        }
        // The body that a body stands in comes before it; a list that says otherwise ends here.
        let caller = bodies.number().checked_sub(1).filter(|caller| *caller < self.number)?;
        let function = bodies.number();
        self.number = caller;
        // SAFETY: the compiler wrote the slice.
        unsafe { elements(program().code.functions) }.get(function as usize)
    }
}

/// Numbers (LEB128), read from the front.
#[derive(Clone, Copy)]
struct Bytes {
    rest: &'static [u8],
}

impl Bytes {
    /// The next number; at the end 0, which ends all lists.
    #[inline(never)]
    fn number(&mut self) -> u64 {
        let (mut value, mut bits) = (0, 0);
        while let Some((byte, rest)) = self.rest.split_first() {
            self.rest = rest;
            value |= u64::from(byte & 0x7f).wrapping_shl(bits);
            bits += 7;
            if byte & 0x80 == 0 {
                break;
            }
        }
        value
    }

    /// Reads past a list of pairs. Answers whether there was any.
    #[inline(never)]
    fn skip_pairs(&mut self) -> bool {
        let mut any = false;
        while self.number() != 0 {
            self.number();
            any = true;
        }
        any
    }
}
