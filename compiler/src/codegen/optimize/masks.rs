//! Masks of the low byte or half-word in, extensions of these out, or nothing.
//!
//! `and` of x86-64 overwrites its operand, so that one that lives on needs a move, and 8 or 16 ones are an
//! immediate of four bytes. `movzx` writes another register and needs none. A mask that leaves out nothing
//! that the operand can have goes.

use cranelift_codegen::Context;
use cranelift_codegen::cursor::{Cursor, FuncCursor};
use cranelift_codegen::ir::types::{I8, I16, I32, I64};
use cranelift_codegen::ir::{Function, Inst, InstBuilder, InstructionData, Opcode, Type, Value};

use super::ranges::Ranges;
use super::uses::{Uses, constant};

/// An instruction that masks.
struct Mask {
    inst: Inst,
    operand: Value,
    ones: u64,
}

/// Takes out masks that the bounds of their operands make superfluous.
pub(super) fn remove(context: &mut Context) {
    let function = &context.func;
    let masks: Vec<Mask> = masks(function).filter(|mask| (mask.ones & (mask.ones + 1)) == 0).collect();
    let mut ranges = Ranges::new(function, &context.cfg, &context.domtree);
    let superfluous: Vec<Mask> =
        masks.into_iter().filter(|mask| ranges.of(mask.operand).high <= mask.ones).collect();
    if superfluous.is_empty() {
        return;
    }
    let function = &mut context.func;
    for Mask { inst, operand, .. } in superfluous {
        let result = function.dfg.first_result(inst);
        function.dfg.clear_results(inst);
        function.dfg.change_to_alias(result, operand);
        function.layout.remove_inst(inst);
    }
    function.dfg.resolve_all_aliases();
}

/// Makes extensions of masks.
pub(super) fn extend(function: &mut Function) {
    let masks: Vec<(Mask, Type)> =
        masks(function).filter_map(|mask| low_part(mask.ones).map(|ty| (mask, ty))).collect();
    if masks.is_empty() {
        return;
    }
    let uses = Uses::of(function);
    for (Mask { inst, operand, .. }, low) in masks {
        let result = function.dfg.first_result(inst);
        let users = uses.of_value(result);
        if users.iter().any(|user| takes_mask(function, *user, operand)) {
            continue;
        }
        let low = FuncCursor::new(function).at_inst(inst).ins().ireduce(low, operand);
        // That the other half is clear is known of a mask, not of an extension.
        for user in users {
            if let InstructionData::Unary { opcode: Opcode::Uextend, arg } = &mut function.dfg.insts[*user] {
                *arg = low;
            }
        }
        function.dfg.insts[inst] = InstructionData::Unary { opcode: Opcode::Uextend, arg: low };
    }
}

fn masks(function: &Function) -> impl Iterator<Item = Mask> {
    function.layout.blocks().flat_map(|block| function.layout.block_insts(block)).filter_map(|inst| {
        let InstructionData::Binary { opcode: Opcode::Band, args: [a, b] } = function.dfg.insts[inst] else {
            return None;
        };
        let ty = function.dfg.value_type(a);
        let (operand, ones) = match (constant(function, a), constant(function, b)) {
            (None, Some(ones)) => (a, ones),
            (Some(ones), None) => (b, ones),
            _ => return None,
        };
        (matches!(ty, I32 | I64) && ones < u64::MAX).then_some(Mask { inst, operand, ones })
    })
}

fn low_part(ones: u64) -> Option<Type> {
    match ones {
        0xff => Some(I8),
        0xffff => Some(I16),
        _ => None,
    }
}

/// Whether an instruction does the masking itself: a comparison with zero (`test`), or a store to where
/// the operand is from.
fn takes_mask(function: &Function, user: Inst, operand: Value) -> bool {
    match function.dfg.insts[user] {
        InstructionData::IntCompare { args, .. } => constant(function, args[1]) == Some(0),
        InstructionData::Brif { .. } | InstructionData::Ternary { .. } => true,
        InstructionData::Store { .. } => {
            let definition = function.dfg.value_def(operand).inst();
            definition.is_some_and(|inst| function.dfg.insts[inst].opcode().can_load())
        }
        _ => false,
    }
}
