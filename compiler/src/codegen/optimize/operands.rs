//! Operations whose operands may be exchanged in, those that overwrite an operand that is of no more use out.
//!
//! An x86-64 instruction leaves its result in the place of its first operand. If that one is needed later, it is
//! copied before; if only the second is not, exchanging them saves the copy. Cranelift does not look at this.

use cranelift_codegen::ir::{Function, Inst, InstructionData, Opcode, Value};

use super::uses::{Uses, block_of, is_constant};

/// Exchanges operands all over the function. With AVX there is nothing to gain: its instructions leave both as
/// they were.
pub(super) fn run(function: &mut Function) {
    let mut uses = None;
    let mut found = Vec::new();
    for block in function.layout.blocks() {
        for inst in function.layout.block_insts(block) {
            let InstructionData::Binary { opcode, args: [first, second] } = function.dfg.insts[inst] else {
                continue;
            };
            if !overwrites(function, opcode, first) || first == second {
                continue;
            }
            let uses = uses.get_or_insert_with(|| Uses::of(function));
            if is_last(function, uses, inst, second)
                && !is_last(function, uses, inst, first)
                && !is_operand_in_memory(function, second)
            {
                found.push(inst);
            }
        }
    }
    for inst in found {
        if let InstructionData::Binary { args, .. } = &mut function.dfg.insts[inst] {
            args.swap(0, 1);
        }
    }
}

/// Whether the operation gives the same with its operands exchanged, and overwrites the first. Of integers only
/// those in vectors: exchanging others saves nothing that can be measured.
fn overwrites(function: &Function, opcode: Opcode, operand: Value) -> bool {
    match opcode {
        Opcode::Band | Opcode::Bor | Opcode::Bxor | Opcode::Imul | Opcode::Iadd => {
            function.dfg.value_type(operand).is_vector()
        }
        opcode => matches!(opcode, Opcode::Fadd | Opcode::Fmul),
    }
}

/// Whether `inst` alone uses what is computed in its own block.
fn is_last(function: &Function, uses: &Uses, inst: Inst, operand: Value) -> bool {
    block_of(function, operand) == function.layout.inst_block(inst) && uses.of_value(operand) == [inst]
}

/// Whether what is loaded or constant can be an operand without being in a register.
fn is_operand_in_memory(function: &Function, value: Value) -> bool {
    let is_load = |inst| function.dfg.insts[inst].opcode() == Opcode::Load;
    let is_scalar = !function.dfg.value_type(value).is_vector();
    is_constant(function, value) || is_scalar && function.dfg.value_def(value).inst().is_some_and(is_load)
}
