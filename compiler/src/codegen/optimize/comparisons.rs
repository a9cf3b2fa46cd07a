//! Comparisons of 32-bit integers in, comparisons of the same integers sign-extended to 64 bits out.
//!
//! RISC-V compares whole registers. Cranelift zero-extends for an unsigned comparison, which takes two
//! instructions an operand, constants too. Sign-extension keeps the order of unsigned numbers as well, takes
//! one, and none for what is constant or loaded.

use cranelift_codegen::cursor::{Cursor, FuncCursor};
use cranelift_codegen::ir::types::{I32, I64};
use cranelift_codegen::ir::{Function, Inst, InstBuilder, InstructionData, Opcode, Value, ValueDef};

use super::uses::{Uses, constant};

/// Rewrites every comparison.
pub(super) fn run(function: &mut Function) {
    let uses = Uses::of(function);
    let blocks: Vec<_> = function.layout.blocks().collect();
    for block in blocks {
        let insts: Vec<Inst> = function.layout.block_insts(block).collect();
        for inst in insts {
            if let InstructionData::IntCompare { args, .. } = function.dfg.insts[inst]
                && function.dfg.value_type(args[0]) == I32
            {
                let extended = args.map(|arg| extend(function, &uses, inst, arg));
                if let InstructionData::IntCompare { args, .. } = &mut function.dfg.insts[inst] {
                    *args = extended;
                }
            }
        }
    }
}

fn extend(function: &mut Function, uses: &Uses, comparison: Inst, value: Value) -> Value {
    let number = constant(function, value);
    let is_loaded_byte = match function.dfg.value_def(value) {
        ValueDef::Result(inst, _) => {
            let opcode = function.dfg.insts[inst].opcode();
            matches!(opcode, Opcode::Uload8 | Opcode::Uload16) && uses.of_value(value).len() == 1
        }
        _ => false,
    };
    let mut cursor = FuncCursor::new(function).at_inst(comparison);
    match number {
        Some(number) => cursor.ins().iconst(I64, i64::from(number as i32)),
        // Its sign is clear, and the load does it.
        None if is_loaded_byte => cursor.ins().uextend(I64, value),
        None => cursor.ins().sextend(I64, value),
    }
}
