//! Compiled code and what was inlined into it in; out, which of its instructions that may stand in
//! a backtrace belong to which inlined body.

use std::ops::Range;

use cranelift_codegen::CompiledCode;

use super::TrapSite;
use crate::translate::{self, Inlined, Origin};

/// The inlined bodies in a function's code.
#[derive(Default)]
pub struct InlinedCode {
    /// Those that an instruction belongs to, a body after the one it stands in.
    pub bodies: Vec<InlinedBody>,
    /// From this code offset on, instructions that may trap and calls belong to the body of this
    /// number, or to the function itself; sorted. The function itself comes first.
    pub changes: Vec<(u32, Option<u32>)>,
}

/// An inlined body.
#[derive(Clone, Copy)]
pub struct InlinedBody {
    /// The body, by its number, that it stands in; none in the function itself.
    pub caller: Option<u32>,
    /// The function whose body it is, by index in [`crate::plan::Plan::functions`].
    pub function: u32,
}

/// Origins of code, by offset: asked in ascending order.
pub(super) struct Origins<'c> {
    inlined: &'c Inlined,
    locations:
        std::iter::Peekable<std::slice::Iter<'c, cranelift_codegen::MachSrcLoc<cranelift_codegen::Final>>>,
}

impl<'c> Origins<'c> {
    pub(super) fn new(code: &'c CompiledCode, inlined: &'c Inlined) -> Self {
        Origins { inlined, locations: code.buffer.get_srclocs_sorted().iter().peekable() }
    }

    /// The origin of the instruction at this offset; offset 0 of the module if it has none.
    pub(super) fn at(&mut self, offset: u32) -> Origin {
        self.from(offset).1
    }

    /// Likewise, and where the instructions of this origin start.
    fn from(&mut self, offset: u32) -> (u32, Origin) {
        while self.locations.next_if(|location| location.end <= offset).is_some() {}
        let found = self.locations.peek().filter(|location| location.start <= offset);
        match found.filter(|found| !found.loc.is_default()) {
            Some(found) => (found.start, self.inlined.origin(found.loc.bits())),
            None => (offset, Origin { call: None, wasm_offset: 0 }),
        }
    }
}

impl InlinedCode {
    pub(super) fn of(code: &CompiledCode, inlined: &Inlined, trap_sites: &[TrapSite]) -> Self {
        let mut result = InlinedCode::default();
        if inlined.calls().is_empty() {
            return result;
        }
        // A frame that waits for a call is found by the byte before its return address.
        let calls = code.buffer.call_sites().map(|site| site.ret_addr - 1);
        let mut offsets: Vec<u32> = trap_sites.iter().map(|site| site.code_offset).chain(calls).collect();
        offsets.sort_unstable();
        let mut origins = Origins::new(code, inlined);
        let mut numbers = vec![None; inlined.calls().len()];
        let mut current = None;
        for offset in offsets {
            let (start, Origin { call, .. }) = origins.from(offset);
            if call != current {
                current = call;
                let body = call.map(|call| result.number(inlined.calls(), call, &mut numbers));
                result.changes.push((start, body));
            }
        }
        result
    }

    /// That of code made of these pieces, one after another: each by where it was, and where it starts now.
    pub(super) fn moved(&self, pieces: impl Iterator<Item = (Range<u32>, u32)>) -> InlinedCode {
        let mut changes: Vec<(u32, Option<u32>)> = Vec::new();
        for (piece, start) in pieces {
            let first = self.changes.partition_point(|(offset, _)| *offset <= piece.start);
            let last = self.changes.partition_point(|(offset, _)| *offset < piece.end).max(first);
            let body = first.checked_sub(1).and_then(|before| self.changes[before].1);
            let own =
                self.changes[first..last].iter().map(|(offset, body)| (start + offset - piece.start, *body));
            for (offset, body) in [(start, body)].into_iter().chain(own) {
                if changes.last().and_then(|(_, last)| *last) != body {
                    changes.push((offset, body));
                }
            }
        }
        let bodies = if changes.is_empty() { Vec::new() } else { self.bodies.clone() };
        InlinedCode { bodies, changes }
    }

    /// The number that an inlined call has here, given now if it has none yet.
    fn number(&mut self, calls: &[translate::InlinedCall], call: u32, numbers: &mut [Option<u32>]) -> u32 {
        if let Some(number) = numbers[call as usize] {
            return number;
        }
        let translate::InlinedCall { caller, function, .. } = calls[call as usize];
        let caller = caller.map(|caller| self.number(calls, caller, numbers));
        let number = self.bodies.len() as u32;
        self.bodies.push(InlinedBody { caller, function });
        numbers[call as usize] = Some(number);
        number
    }
}
