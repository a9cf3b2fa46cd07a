//! The call stack: registers go in, one line for each function of the program comes out.

use core::mem;

use ahead_abi::code::FunctionRecord;

use crate::arch::{Owner, Registers, ReturnAddress, saved_state};
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
/// the one whose frame it is. Trusts nothing on the stack: ends, with `None`, at the first return address that is not
/// further up than the one before.
#[inline(never)]
fn walk(lines: &mut Lines<'_>, registers: &Registers) -> Option<()> {
    let mut registers = *registers;
    // Where the last return address was read.
    let mut last_slot = 0;
    let mut innermost = true;
    loop {
        let mut owner = Owner::Runtime;
        if let Some(location) = code_map::find(registers.pc) {
            InlinedBodies::at(&location).for_each(|function| lines.add(function));
            lines.add(location.function);
            owner = Owner::Generated { offset: location.offset };
        }
        let saved = saved_state(&registers, owner, mem::take(&mut innermost));
        let return_address = match saved.return_address {
            ReturnAddress::Value(address) => address,
            ReturnAddress::Slot(slot) => {
                if slot <= last_slot {
                    return None;
                }
                last_slot = slot;
                registers.sp = slot.wrapping_add(8);
                read(slot)?
            }
        };
        if let Some(slot) = saved.fp_slot {
            registers.fp = read(slot)?;
        }
        // The address after a call may be that of the next function.
        registers.pc = return_address.checked_sub(1)?;
    }
}

/// The word at `address`, when that is an aligned place in the program's stack.
#[inline(never)]
fn read(address: usize) -> Option<usize> {
    // SAFETY: the program's stack is mapped and readable as a whole.
    (address.is_multiple_of(8) && in_stack(address)).then(|| unsafe { (address as *const usize).read() })
}
