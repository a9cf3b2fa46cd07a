//! The call stack: registers go in, one line for each function of the program comes out.

use core::mem;

use ahead_abi::code::FunctionRecord;

use crate::arch::{FrameOwner, Registers, ReturnAddress, return_address_before_frame, saved_frame};
use crate::code_map::{self, InlinedBodies, Site};
use crate::start::in_stack;
use crate::text::Text;

/// Lines printed of a deep stack, innermost and outermost; between them their count.
const FIRST: usize = 32;
const LAST: usize = 8;

/// Appends the backtrace from `registers`; `site` is the trap site there, when it is known.
pub fn write(text: &mut Text, registers: &Registers, site: Option<&Site>) {
    let mut lines = Lines { text, site, count: 0, total: None };
    // Twice: how many there are decides which are printed.
    walk(&mut lines, registers);
    lines.total = Some(lines.count);
    lines.count = 0;
    walk(&mut lines, registers);
}

/// The lines of a backtrace.
struct Lines<'a> {
    text: &'a mut Text,
    site: Option<&'a Site>,
    /// How many came so far.
    count: usize,
    /// How many there are; `None`: they are only counted.
    total: Option<usize>,
}

impl Lines<'_> {
    /// The line of the next function.
    #[inline(never)]
    fn add(&mut self, function: &FunctionRecord) {
        let details = code_map::details(function);
        if details.name.is_empty() {
            return;
        }
        let index = self.count;
        self.count += 1;
        let Some(total) = self.total else { return };
        let text = &mut *self.text;
        if index >= FIRST && index + LAST < total {
            if index == FIRST {
                text.push(b"  ... ");
                text.push_decimal((total - FIRST - LAST) as u64);
                text.push(b" more ...\n");
            }
            return;
        }
        text.push(if index < 10 { b"  " } else { b" " });
        text.push_decimal(index as u64);
        text.push(b": ");
        text.push(details.name);
        if let Some(site) = self.site.filter(|_| index == 0) {
            text.push(b" (");
            text.push(details.module());
            text.push(b"+0x");
            text.push_hex(site.wasm_offset, 1);
            text.push(b")");
        }
        text.push(b"\n");
    }
}

/// Adds the functions of generated code on the stack, innermost first, those that were inlined before
/// the one whose frame it is. Trusts nothing on the stack:
/// ends, with `None`, at the first frame that is not further up than the one before. (Frame pointers
/// themselves can be equal: LLVM's points to the end of its frame on RISC-V, Cranelift's to the start.)
#[inline(never)]
fn walk(lines: &mut Lines<'_>, registers: &Registers) -> Option<()> {
    let Registers { mut pc, mut fp, .. } = *registers;
    // Where the last frame pointer was read.
    let mut last_slot = 0;
    let mut innermost = true;
    loop {
        let first = mem::take(&mut innermost);
        let location = code_map::find(pc);
        if let Some(location) = &location {
            InlinedBodies::at(location).for_each(|function| lines.add(function));
            lines.add(location.function);
        }
        // The innermost function may have no frame, or none yet.
        let before_frame = location
            .as_ref()
            .filter(|_| first)
            .and_then(|place| return_address_before_frame(registers, place.offset));
        let return_address = match before_frame {
            Some(ReturnAddress::Value(address)) => address,
            Some(ReturnAddress::Slot(slot)) => read(slot)?,
            None => {
                let owner = if location.is_some() { FrameOwner::Generated } else { FrameOwner::Runtime };
                let saved = saved_frame(fp, owner);
                if saved.fp_slot <= last_slot {
                    return None;
                }
                last_slot = saved.fp_slot;
                fp = read(saved.fp_slot)?;
                read(saved.return_slot)?
            }
        };
        // The address after a call may be that of the next function.
        pc = return_address.checked_sub(1)?;
    }
}

/// The word at `address`, when that is an aligned place in the program's stack.
#[inline(never)]
fn read(address: usize) -> Option<usize> {
    // SAFETY: the program's stack is mapped and readable as a whole.
    (address % 8 == 0 && in_stack(address)).then(|| unsafe { (address as *const usize).read() })
}
