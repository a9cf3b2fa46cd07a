//! A test of a register behind the instruction that computed it in; no test out, where that instruction set
//! the flags to the same.
//!
//! Cranelift tests a value to branch on it, also right behind the addition that made it. Additions,
//! subtractions and shifts by a constant set the flags of zero and sign by their result, as a test does;
//! `and`, `or` and `xor` set all flags as a test of the result does. So the test can go if what reads its flags
//! asks for no others. What reads flags follows what sets them in the same block, and nothing jumps in between.

use iced_x86::{
    ConditionCode, Decoder, DecoderOptions, FlowControl, Instruction, Mnemonic, OpKind, Register, RflagsBits,
};

use super::encoding::Bytes;
use super::sweep::{Sweep, go_to};

/// How many instructions are looked at behind a test for those that read its flags.
const FARTHEST: usize = 8;

/// What is known of the flags between two instructions, if anything is.
#[derive(Default)]
pub(super) struct Flags(Option<Known>);

/// The register that the flags tell of.
#[derive(Clone, Copy)]
struct Known {
    register: Register,
    /// Whether all flags are as a test sets them, or only those of zero and sign.
    all: bool,
    /// Where the instruction that set them ends.
    since: u32,
}

/// A test that tells nothing new, if it is reached from the instruction that set the flags.
pub(super) struct Test {
    start: u32,
    end: u32,
    known: Known,
}

impl Flags {
    /// Forgets all: something else came between.
    pub(super) fn forget(&mut self) {
        self.0 = None;
    }

    /// Goes past an instruction at `start`; the test that it is, if it tells nothing new.
    pub(super) fn pass(&mut self, instruction: &Instruction, start: u32) -> Option<Test> {
        let is_register = instruction.op0_kind() == OpKind::Register;
        let (register, end) = (instruction.op0_register(), instruction.next_ip() as u32);
        let set = |all| is_register.then_some(Known { register, all, since: end });
        self.0 = match instruction.mnemonic() {
            Mnemonic::And | Mnemonic::Or | Mnemonic::Xor => set(true),
            Mnemonic::Add | Mnemonic::Sub => set(false),
            Mnemonic::Shl | Mnemonic::Shr | Mnemonic::Sar => {
                let bits = instruction.op1_kind() == OpKind::Immediate8 && instruction.immediate8() & 31 != 0;
                set(false).filter(|_| bits)
            }
            Mnemonic::Mov | Mnemonic::Lea | Mnemonic::Movzx | Mnemonic::Movsx | Mnemonic::Movsxd => {
                let is_kept = |known: &Known| known.register.full_register() != register.full_register();
                self.0.filter(|known| !is_register || is_kept(known))
            }
            Mnemonic::Test if is_register && instruction.op1_kind() == OpKind::Register => {
                let is_same = register == instruction.op1_register();
                self.0.filter(|known| is_same && known.register == register)
            }
            _ => None,
        };
        let known = self.0.filter(|_| instruction.mnemonic() == Mnemonic::Test)?;
        Some(Test { start, end, known })
    }
}

/// Leaves out those of the tests that it can; `targets` is where jumps go and blocks start, sorted.
pub(super) fn leave_out(sweep: &mut Sweep, code: &[u8], targets: &[u32]) {
    let is_reached_otherwise = |test: &Test| {
        let target = targets.get(targets.partition_point(|target| *target < test.known.since));
        target.is_some_and(|target| *target <= test.start)
    };
    let goes = |test: &&Test| !is_reached_otherwise(test) && asks_for_no_others(code, test);
    let edits: Vec<_> =
        sweep.tests.iter().filter(goes).map(|test| ((test.start, test.end), Bytes::new())).collect();
    sweep.replace(edits);
}

/// Whether what reads the flags of a test asks only for those that are known without it.
fn asks_for_no_others(code: &[u8], test: &Test) -> bool {
    let mut decoder = Decoder::new(64, code, DecoderOptions::NONE);
    if go_to(&mut decoder, test.end).is_none() {
        return false;
    }
    let mut branched = false;
    for _ in 0..FARTHEST {
        let instruction = decoder.decode();
        if instruction.is_invalid() {
            return false;
        }
        if instruction.rflags_read() != RflagsBits::NONE {
            let is_known = matches!(
                instruction.condition_code(),
                ConditionCode::e | ConditionCode::ne | ConditionCode::s | ConditionCode::ns
            );
            if !(is_known || test.known.all && instruction.condition_code() != ConditionCode::None) {
                return false;
            }
        } else if branched || instruction.rflags_modified() != RflagsBits::NONE {
            return true;
        }
        match instruction.flow_control() {
            FlowControl::Next => {}
            FlowControl::ConditionalBranch => branched = true,
            _ => return true,
        }
    }
    false
}
