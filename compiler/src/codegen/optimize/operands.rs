//! Operations whose operands may be exchanged in, those that overwrite an operand that is of no more use out.
//!
//! An x86-64 instruction leaves its result in the place of its first operand. If that one is needed later, it is
//! copied before; if only the second is not, exchanging them saves the copy. Cranelift does not look at this.

use cranelift_codegen::ir::{Function, Inst, InstructionData, Opcode, Value, ValueDef};

use super::uses::Uses;

/// Exchanges operands all over the function. `three_operands`: of vectors and floating-point numbers, the
/// processor's instructions leave both operands as they were.
pub(super) fn run(function: &mut Function, three_operands: bool) {
    let mut uses = None;
    let mut found = Vec::new();
    for block in function.layout.blocks() {
        for inst in function.layout.block_insts(block) {
            let InstructionData::Binary { opcode, args: [first, second] } = function.dfg.insts[inst] else {
                continue;
            };
            if !overwrites(function, opcode, first, three_operands) || first == second {
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

/// Whether the operation gives the same with its operands exchanged, and overwrites the first. Sums of integers
/// have an instruction that does not.
fn overwrites(function: &Function, opcode: Opcode, operand: Value, three_operands: bool) -> bool {
    let ty = function.dfg.value_type(operand);
    match opcode {
        Opcode::Band | Opcode::Bor | Opcode::Bxor | Opcode::Imul | Opcode::Iadd => {
            ty.is_vector() && !three_operands
        }
        Opcode::Fadd | Opcode::Fmul => !three_operands,
        _ => false,
    }
}

/// Whether `inst` alone uses what is computed in its own block.
fn is_last(function: &Function, uses: &Uses, inst: Inst, operand: Value) -> bool {
    let block = match function.dfg.value_def(operand) {
        ValueDef::Result(defining, _) => function.layout.inst_block(defining),
        ValueDef::Param(block, _) => Some(block),
        ValueDef::Union(..) => None,
    };
    block == function.layout.inst_block(inst) && uses.of_value(operand) == [inst]
}

/// Whether what is loaded or constant can be an operand without being in a register.
fn is_operand_in_memory(function: &Function, value: Value) -> bool {
    let ValueDef::Result(inst, _) = function.dfg.value_def(value) else { return false };
    match function.dfg.insts[inst].opcode() {
        Opcode::Load => !function.dfg.value_type(value).is_vector(),
        Opcode::Iconst | Opcode::F32const | Opcode::F64const | Opcode::Vconst => true,
        _ => false,
    }
}
