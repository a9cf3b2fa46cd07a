//! The call stack: registers go in, one line for each function of the program comes out.

use ahead_abi::code::FunctionRecord;

use crate::arch::{FrameOwner, Registers, ReturnAddress, return_address_before_frame, saved_frame};
use crate::code_map::{self, InlinedBodies, Location, Site};
use crate::start::in_stack;
use crate::text::Text;

/// Lines printed of a deep stack, innermost and outermost; between them their count.
const FIRST: usize = 32;
const LAST: usize = 8;

/// Appends the backtrace from `registers`; `site` is the trap site there, when it is known.
pub fn write(text: &mut Text, registers: &Registers, site: Option<&Site>) {
    let mut last: [Option<&FunctionRecord>; LAST] = [None; LAST];
    let mut count = 0;
    for function in Frames::new(registers) {
        if function.name_len == 0 {
            continue;
        }
        if count < FIRST {
            write_line(text, count, function, site.filter(|_| count == 0));
        } else if let Some(place) = last.get_mut(count % LAST) {
            *place = Some(function);
        }
        count += 1;
    }
    if count > FIRST + LAST {
        text.push(b"  ... ");
        text.push_decimal((count - FIRST - LAST) as u64);
        text.push(b" more ...\n");
    }
    for index in count.saturating_sub(LAST).max(FIRST)..count {
        if let Some(Some(function)) = last.get(index % LAST) {
            write_line(text, index, function, None);
        }
    }
}

fn write_line(text: &mut Text, index: usize, function: &FunctionRecord, site: Option<&Site>) {
    text.push(if index < 10 { b"  " } else { b" " });
    text.push_decimal(index as u64);
    text.push(b": ");
    text.push(code_map::name(function));
    if let Some(site) = site {
        text.push(b" (");
        text.push(code_map::module(function));
        text.push(b"+0x");
        text.push_hex(site.wasm_offset, 1);
        text.push(b")");
    }
    text.push(b"\n");
}

/// The functions of generated code on the stack, innermost first, those that were inlined before the
/// one whose frame it is. Trusts nothing on the stack:
/// ends at the first frame that is not further up than the one before. (Frame pointers themselves
/// can be equal: LLVM's points to the end of its frame on RISC-V, Cranelift's to the start.)
struct Frames {
    pc: usize,
    fp: usize,
    /// Where the last frame pointer was read.
    last_slot: usize,
    /// The return address of the innermost function, when that has no frame yet.
    pending_return: Option<ReturnAddress>,
    /// Where `pc` is.
    location: Option<Location>,
    /// The functions inlined there that are still to come.
    inlined: Option<InlinedBodies>,
}

impl Frames {
    fn new(registers: &Registers) -> Frames {
        let location = code_map::find(registers.pc);
        let pending_return = location.and_then(|place| return_address_before_frame(registers, place.offset));
        let inlined = location.and_then(InlinedBodies::at);
        Frames { pc: registers.pc, fp: registers.fp, last_slot: 0, pending_return, location, inlined }
    }

    /// Goes to the caller; `None` at the end of the stack.
    fn advance(&mut self) -> Option<()> {
        let return_address = match self.pending_return.take() {
            Some(ReturnAddress::Value(address)) => address,
            Some(ReturnAddress::Slot(slot)) => read(slot)?,
            None => {
                let owner = if self.location.is_some() { FrameOwner::Generated } else { FrameOwner::Runtime };
                let saved = saved_frame(self.fp, owner);
                if saved.fp_slot <= self.last_slot {
                    return None;
                }
                self.last_slot = saved.fp_slot;
                self.fp = read(saved.fp_slot)?;
                read(saved.return_slot)?
            }
        };
        // The address after a call may be that of the next function.
        self.pc = return_address.checked_sub(1)?;
        self.location = code_map::find(self.pc);
        self.inlined = self.location.and_then(InlinedBodies::at);
        Some(())
    }
}

impl Iterator for Frames {
    type Item = &'static FunctionRecord;

    fn next(&mut self) -> Option<&'static FunctionRecord> {
        while self.pc != 0 {
            if let Some(function) = self.inlined.as_mut().and_then(Iterator::next) {
                return Some(function);
            }
            let found = self.location;
            if self.advance().is_none() {
                self.pc = 0;
            }
            if let Some(location) = found {
                return Some(location.function);
            }
        }
        None
    }
}

/// The word at `address`, when that is an aligned place in the program's stack.
fn read(address: usize) -> Option<usize> {
    // SAFETY: the program's stack is mapped and readable as a whole.
    (address % 8 == 0 && in_stack(address)).then(|| unsafe { (address as *const usize).read() })
}
