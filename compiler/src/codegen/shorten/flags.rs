//! A test of a register behind the instruction that computed it in; no test out, where that instruction set
//! the flags to the same.
//!
//! Cranelift tests a value to branch on it, also right behind the addition that made it. Additions,
//! subtractions and shifts by a constant set the flags of zero and sign by their result, as a test does;
//! `and`, `or` and `xor` set all flags as a test of the result does. So the test can go if what reads its flags
//! asks for no others. What reads flags follows what sets them in the same block.

use std::collections::HashSet;

use iced_x86::{
    ConditionCode, Decoder, DecoderOptions, FlowControl, Instruction, Mnemonic, OpKind, Register, RflagsBits,
};

use super::sweep::Sweep;

/// How many instructions are looked at behind a test for those that read its flags.
const FARTHEST: usize = 8;

/// A register that the flags tell of, and how much they do.
#[derive(Clone, Copy)]
struct Known {
    register: Register,
    all: bool,
}

/// A test that may be left out.
pub(super) struct Test {
    start: u32,
    end: u32,
    /// Whether all flags are known before it, or only those of zero and sign.
    all: bool,
}

/// What is known of the flags between two instructions.
#[derive(Default)]
pub(super) struct Flags {
    known: Option<Known>,
}

impl Flags {
    /// Forgets all: another block begins, or something else came between.
    pub(super) fn forget(&mut self) {
        self.known = None;
    }

    /// Goes past an instruction at `start`; the test that it is, if the flags are known already.
    pub(super) fn pass(&mut self, instruction: &Instruction, start: u32) -> Option<Test> {
        let is_register = instruction.op0_kind() == OpKind::Register;
        let register = instruction.op0_register();
        match instruction.mnemonic() {
            Mnemonic::Test if is_register && instruction.op1_kind() == OpKind::Register => {
                let known = self.known.filter(|known| known.register == register)?;
                let end = instruction.next_ip() as u32;
                (instruction.op1_register() == register).then_some(Test { start, end, all: known.all })
            }
            Mnemonic::And | Mnemonic::Or | Mnemonic::Xor => {
                self.known = is_register.then_some(Known { register, all: true });
                None
            }
            Mnemonic::Add | Mnemonic::Sub => {
                self.known = is_register.then_some(Known { register, all: false });
                None
            }
            Mnemonic::Shl | Mnemonic::Shr | Mnemonic::Sar => {
                let bits = instruction.op1_kind() == OpKind::Immediate8 && instruction.immediate8() & 31 != 0;
                self.known = (is_register && bits).then_some(Known { register, all: false });
                None
            }
            Mnemonic::Mov | Mnemonic::Lea | Mnemonic::Movzx | Mnemonic::Movsx | Mnemonic::Movsxd => {
                self.known = self.known.filter(|known| {
                    !is_register || known.register.full_register() != register.full_register()
                });
                None
            }
            _ => {
                self.known = None;
                None
            }
        }
    }
}

/// Leaves out those of the tests that it can; `blocks` is where blocks start.
pub(super) fn leave_out(sweep: &mut Sweep, tests: &[Test], code: &[u8], blocks: &[u32]) {
    if tests.is_empty() {
        return;
    }
    let targets: HashSet<u32> = sweep.targets().chain(blocks.iter().copied()).collect();
    let free = |test: &&Test| !targets.contains(&test.start) && asks_for_no_others(code, test);
    let edits = tests.iter().filter(free).map(|test| ((test.start, test.end), Vec::new()));
    sweep.replace(edits.collect());
}

/// Whether what reads the flags of a test asks only for those that are known without it.
fn asks_for_no_others(code: &[u8], test: &Test) -> bool {
    let mut decoder = Decoder::with_ip(64, code, 0, DecoderOptions::NONE);
    decoder.set_ip(test.end.into());
    if decoder.set_position(test.end as usize).is_err() {
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
            if !(is_known || test.all && instruction.condition_code() != ConditionCode::None) {
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
