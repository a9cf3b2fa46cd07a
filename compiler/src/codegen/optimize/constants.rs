//! Constants in, constants where an x86-64 instruction takes them from best out.
//!
//! A store takes an integer from the instruction itself, but Cranelift only looks at stores of whole values for
//! that. It makes a floating-point constant in an integer register and moves it from there, 15 bytes and two
//! instructions, unless the instruction that uses it can read it from memory: the second operand of arithmetic
//! and comparisons. In loops the others are better loaded, like vectors, and what is stored need not be in a
//! vector's register at all.

use std::collections::HashSet;

use cranelift_codegen::Context;
use cranelift_codegen::cursor::{Cursor, FuncCursor};
use cranelift_codegen::ir::condcodes::FloatCC;
use cranelift_codegen::ir::types::{F32, F32X4, F64X2, I32, I64};
use cranelift_codegen::ir::{
    ConstantData, Function, Inst, InstBuilder, InstructionData, Opcode, Type, Value,
};

use super::uses::{constant, stored};

/// Where a constant is used.
enum Use {
    /// As what can be in memory.
    InMemory,
    /// As the first of two operands that may be exchanged.
    First,
    /// As what is stored.
    Stored,
    /// As what must be in a register.
    InRegister,
}

/// Rewrites the function, whose loops are known.
pub(super) fn run(context: &mut Context) {
    let Context { func: function, loop_analysis: loops, .. } = context;
    let mut seen = HashSet::new();
    let mut loaded = Vec::new();
    let mut exchanged = Vec::new();
    let mut stored = Vec::new();
    for block in function.layout.blocks() {
        let in_loop = loops.innermost_loop(block).is_some();
        for inst in function.layout.block_insts(block) {
            stored.extend(part(function, inst).map(|constant| (inst, constant)));
            for (index, value) in function.dfg.inst_values(inst).enumerate() {
                let Some((maker, bits)) = float(function, value) else { continue };
                match used(function, inst, index) {
                    Use::InMemory => {}
                    Use::First => exchanged.push(inst),
                    Use::Stored => stored.push((inst, (integer(function, value), bits))),
                    // A zero takes one instruction.
                    Use::InRegister if in_loop && bits != 0 && seen.insert(maker) => {
                        loaded.push((maker, bits));
                    }
                    Use::InRegister => {}
                }
            }
        }
    }
    for (inst, constant) in stored {
        store(function, inst, constant);
    }
    // Of two NaNs another may be the result then, as the specification leaves open.
    for inst in exchanged {
        function.dfg.inst_args_mut(inst).swap(0, 1);
    }
    for (constant, bits) in loaded {
        load(function, constant, bits);
    }
}

/// What a store of a part of a constant stores: its type and bits.
fn part(function: &Function, inst: Inst) -> Option<(Type, u64)> {
    let (value, ty) = stored(function, inst).filter(|(value, ty)| function.dfg.value_type(*value) != *ty)?;
    Some((ty, constant(function, value)? & (u64::MAX >> (64 - ty.bits()))))
}

/// Makes a store one of the whole of this constant.
fn store(function: &mut Function, inst: Inst, (ty, bits): (Type, u64)) {
    let whole = FuncCursor::new(function).at_inst(inst).ins().iconst(ty, bits as i64);
    if let InstructionData::Store { opcode, args, .. } = &mut function.dfg.insts[inst] {
        *opcode = Opcode::Store;
        args[0] = whole;
    }
}

/// The integers that are as long as a floating-point value.
fn integer(function: &Function, value: Value) -> Type {
    if function.dfg.value_type(value) == F32 { I32 } else { I64 }
}

/// The instruction that makes the floating-point constant `value`, and its bits.
fn float(function: &Function, value: Value) -> Option<(Inst, u64)> {
    let inst = function.dfg.value_def(value).inst()?;
    match function.dfg.insts[inst] {
        InstructionData::UnaryIeee32 { imm, .. } => Some((inst, u64::from(imm.bits()))),
        InstructionData::UnaryIeee64 { imm, .. } => Some((inst, imm.bits())),
        _ => None,
    }
}

/// How an instruction uses its operand `index`, a constant.
fn used(function: &Function, inst: Inst, index: usize) -> Use {
    use FloatCC::{LessThan, LessThanOrEqual, UnorderedOrGreaterThan, UnorderedOrGreaterThanOrEqual};
    match function.dfg.insts[inst] {
        InstructionData::Binary { opcode: Opcode::Fadd | Opcode::Fmul, args: [_, second] }
            if index == 0 && float(function, second).is_none() =>
        {
            Use::First
        }
        InstructionData::Binary {
            opcode: Opcode::Fadd | Opcode::Fsub | Opcode::Fmul | Opcode::Fdiv, ..
        } if index == 1 => Use::InMemory,
        // Of these the processor compares the second with the first.
        InstructionData::FloatCompare { cond, .. } => {
            let is_swapped = matches!(
                cond,
                LessThan | LessThanOrEqual | UnorderedOrGreaterThan | UnorderedOrGreaterThanOrEqual
            );
            if (index == 1) != is_swapped { Use::InMemory } else { Use::InRegister }
        }
        InstructionData::Store { opcode: Opcode::Store, .. } => Use::Stored,
        _ => Use::InRegister,
    }
}

/// Makes a constant the first lane of one that is loaded.
fn load(function: &mut Function, constant: Inst, bits: u64) {
    let ty = if function.dfg.value_type(function.dfg.first_result(constant)) == F32 { F32X4 } else { F64X2 };
    let bytes = u128::from(bits).to_le_bytes();
    let pooled = function.dfg.constants.insert(ConstantData::from(&bytes[..]));
    let vector = FuncCursor::new(function).at_inst(constant).ins().vconst(ty, pooled);
    function.dfg.insts[constant] =
        InstructionData::BinaryImm8 { opcode: Opcode::Extractlane, arg: vector, imm: 0 };
}
