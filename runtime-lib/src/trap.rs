//! Traps: a fault of the processor goes in; a message and the end of the process come out, or the
//! place to go on where the script driver waits for it.
//!
//! All traps take this one way. Those that this crate finds itself note their kind and execute an
//! instruction that faults.

use core::sync::atomic::{AtomicU8, Ordering::Relaxed};

use ahead_abi::trap::{TRAP_EXIT_STATUS, TrapKind};

use crate::arch::{Registers, trap_instruction};
use crate::backtrace;
use crate::code_map::{self, Site};
use crate::recovery::{self, Resume};
use crate::start::exhausts_stack;
use crate::sys::process::exit;
use crate::text::Text;

/// What the processor reported.
pub struct Fault {
    /// Of what sort.
    pub kind: FaultKind,
    /// The address that was accessed, for [`FaultKind::Access`].
    pub address: usize,
    /// The interrupted code.
    pub registers: Registers,
}

/// Sorts of faults.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// An access to memory that is not there, or not for that.
    Access,
    /// An instruction that the processor does not have.
    Instruction,
    /// A division.
    Arithmetic,
}

/// Number of the kind that [`raise`] was called with; 0 otherwise.
static PENDING: AtomicU8 = AtomicU8::new(0);

/// Traps with `kind`, from code of this crate. Inlined, so that the frame is that of a function
/// which may return (see [`trap_instruction`]).
#[inline(always)]
pub fn raise(kind: TrapKind) -> ! {
    PENDING.store(kind as u8, Relaxed);
    trap_instruction()
}

/// Ends the process after a fault, or answers where to go on.
pub fn handle(fault: &Fault) -> Resume {
    let (kind, site) = match classify(fault) {
        Some(found) => found,
        None => report_and_exit(None, None, fault),
    };
    match recovery::after(kind) {
        Some(resume) => resume,
        None => report_and_exit(Some(kind), site, fault),
    }
}

/// The trap that the fault means, if it means one.
fn classify(fault: &Fault) -> Option<(TrapKind, Option<Site>)> {
    if let Some(kind) = TrapKind::from_number(PENDING.swap(0, Relaxed)) {
        return Some((kind, None));
    }
    if fault.kind == FaultKind::Access && exhausts_stack(fault.address) {
        return Some((TrapKind::StackExhausted, None));
    }
    let site = code_map::find(fault.registers.pc)?.site()?;
    Some((site.kind, Some(site)))
}

fn report_and_exit(kind: Option<TrapKind>, site: Option<Site>, fault: &Fault) -> ! {
    recovery::write_unwritten();
    let mut text = Text::new(2);
    match kind {
        Some(kind) => {
            text.push(b"wasm trap: ");
            text.push(kind.message());
            text.push(b"\n");
        }
        None => describe_unknown(&mut text, fault),
    }
    backtrace::write(&mut text, &fault.registers, site.as_ref());
    text.flush();
    exit(TRAP_EXIT_STATUS)
}

/// A fault that is no trap: the wrong processor, or a bug of the compiler or this crate.
fn describe_unknown(text: &mut Text, fault: &Fault) {
    if fault.kind == FaultKind::Instruction && code_map::find(fault.registers.pc).is_some() {
        text.push(
            b"error: this processor lacks an instruction that the program was compiled to use; \
            build it again with `--cpu` set to what this machine has\n",
        );
        return;
    }
    text.push(b"error: internal fault, a bug of Ahead: ");
    text.push(match fault.kind {
        FaultKind::Access => b"access to 0x".as_slice(),
        FaultKind::Instruction => b"illegal instruction, 0x",
        FaultKind::Arithmetic => b"arithmetic, 0x",
    });
    text.push_hex(fault.address as u64, 1);
    text.push(b" at pc 0x");
    text.push_hex(fault.registers.pc as u64, 1);
    text.push(b"\n");
}
