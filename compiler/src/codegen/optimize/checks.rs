//! Explicit bounds checks in, those of them out that the bounds of what they compare leave open.
//!
//! A memory never has fewer bytes than at its start. Where the greatest index of an access is such that
//! it ends within these, its check never traps, and goes.

use ahead_abi::trap::TrapKind;
use cranelift_codegen::Context;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{Function, Inst, InstructionData, Opcode, Value, ValueDef};

use super::ranges::Ranges;
use crate::translate::trap_code;

/// Takes the checks out that never trap, where memories have at least `min_lens` bytes.
pub(super) fn run(context: &mut Context, min_lens: &[u64]) {
    let function = &context.func;
    let mut ranges = Ranges::new(function, &context.cfg, &context.domtree, min_lens);
    let insts = function.layout.blocks().flat_map(|block| function.layout.block_insts(block));
    let never = |inst: &Inst| {
        check(function, *inst).is_some_and(|(end, limit)| ranges.of(end).high <= ranges.of(limit).low)
    };
    for inst in insts.filter(never).collect::<Vec<_>>() {
        context.func.layout.remove_inst(inst);
    }
}

/// What must not be greater, and than what, lest the instruction traps, if it is a bounds check.
fn check(function: &Function, inst: Inst) -> Option<(Value, Value)> {
    let InstructionData::CondTrap { opcode: Opcode::Trapnz, arg, code } = function.dfg.insts[inst] else {
        return None;
    };
    let ValueDef::Result(comparison, _) = function.dfg.value_def(arg) else { return None };
    match function.dfg.insts[comparison] {
        InstructionData::IntCompare { cond: IntCC::UnsignedGreaterThan, args: [end, limit], .. } => {
            (code == trap_code(TrapKind::MemoryOutOfBounds)).then_some((end, limit))
        }
        _ => None,
    }
}
