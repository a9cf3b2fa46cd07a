//! The block that is being translated in, the bounds checks in it that a later access can still be made
//! part of out.

use std::collections::HashMap;

use ahead_abi::trap::TrapKind;
use cranelift_codegen::ir::{Block, DataFlowGraph, Function, Inst, Value};

use super::trap_code;

/// Who can see what the program did before a trap.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Witness {
    /// Nobody: the process ends.
    None,
    /// The steps of a script that follow see its state.
    Script,
}

/// The straight-line code that is being translated, and the checks in it that can still be made to
/// reach further: nothing that happened since then can be seen once the program has trapped, and
/// nothing could trap in another way, so that nobody can tell a trap there from one here.
#[derive(Default)]
pub(super) struct StraightLine {
    block: Option<Block>,
    /// Last instruction looked at.
    seen: Option<Inst>,
    /// By memory and index operand: the constant that is minus the reach of the check.
    pub checks: HashMap<(u32, Value), Inst>,
}

impl StraightLine {
    /// Looks at what was translated since the last time.
    pub(super) fn follow(&mut self, function: &Function, block: Block, witness: Witness) {
        if self.block != Some(block) {
            *self = StraightLine { block: Some(block), ..StraightLine::default() };
        }
        let mut next = match self.seen {
            None => function.layout.first_inst(block),
            Some(seen) => function.layout.next_inst(seen),
        };
        while let Some(inst) = next {
            if ends_it(&function.dfg, inst, witness) {
                self.checks.clear();
            }
            self.seen = Some(inst);
            next = function.layout.next_inst(inst);
        }
    }
}

/// Whether a trap before `inst` would be told from one after it: by what it does, or because it may
/// itself trap in another way.
fn ends_it(dfg: &DataFlowGraph, inst: Inst, witness: Witness) -> bool {
    let out_of_bounds = trap_code(TrapKind::MemoryOutOfBounds);
    let data = &dfg.insts[inst];
    let opcode = data.opcode();
    if let Some(flags) = data.memflags_data(dfg) {
        let is_seen = opcode.can_store() && witness == Witness::Script;
        return is_seen || flags.trap_code().is_some_and(|code| code != out_of_bounds);
    }
    match data.trap_code() {
        Some(code) => code != out_of_bounds,
        None => opcode.is_call() || opcode.can_trap() || opcode.can_store() || opcode.other_side_effects(),
    }
}
