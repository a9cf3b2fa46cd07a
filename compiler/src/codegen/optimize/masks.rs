//! Masks of the low byte or half-word in, extensions of these out, or nothing.
//!
//! `and` of x86-64 overwrites its operand, so that one that lives on needs a move, and 8 or 16 ones are an
//! immediate of four bytes. `movzx` writes another register and needs none. A mask that leaves out nothing
//! that the operand can have goes.

use cranelift_codegen::Context;
use cranelift_codegen::cursor::{Cursor, FuncCursor};
use cranelift_codegen::entity::packed_option::PackedOption;
use cranelift_codegen::entity::{EntitySet, SecondaryMap};
use cranelift_codegen::ir::function::FunctionStencil;
use cranelift_codegen::ir::types::{I8, I16, I32, I64};
use cranelift_codegen::ir::{Function, Inst, InstBuilder, InstructionData, Opcode, Type, Value, ValueDef};

use super::ranges::Ranges;
use super::uses::{binary, constant};

/// An instruction that masks.
struct Mask {
    inst: Inst,
    operand: Value,
    ones: u64,
}

/// Takes out masks that the bounds of their operands make superfluous; of what a block is handed, its bounds on all
/// ways there, also where that is a loop's.
pub(super) fn remove(context: &mut Context, min_lens: &[u64]) {
    let function = &context.func;
    let mut ranges = Ranges::new(function, &context.cfg, &context.domtree, min_lens);
    let mut superfluous = Vec::new();
    for mask in masks(function).filter(|mask| low_part(mask.ones).is_some()) {
        let range = match function.dfg.value_def(mask.operand) {
            ValueDef::Param(block, _) if function.layout.entry_block() == Some(block) => None,
            ValueDef::Param(block, index) => ranges.of_edges(block, index),
            _ => Some(ranges.of(mask.operand)),
        };
        if range.is_some_and(|range| range.high <= mask.ones) {
            superfluous.push(mask);
        }
    }
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
    let mut low: SecondaryMap<Value, PackedOption<Value>> = SecondaryMap::new();
    let masks: Vec<(Mask, Type)> =
        masks(function).filter_map(|mask| low_part(mask.ones).map(|ty| (mask, ty))).collect();
    if masks.is_empty() {
        return;
    }
    let kept = kept(function);
    for (Mask { inst, operand, .. }, ty) in masks {
        let result = function.dfg.first_result(inst);
        if !kept.contains(result) {
            let part = FuncCursor::new(function).at_inst(inst).ins().ireduce(ty, operand);
            function.dfg.insts[inst] = InstructionData::Unary { opcode: Opcode::Uextend, arg: part };
            low[result] = part.into();
        }
    }
    // That the other half is clear is known of a mask, not of an extension.
    let FunctionStencil { layout, dfg, .. } = &mut function.stencil;
    for block in layout.blocks() {
        for inst in layout.block_insts(block) {
            if let InstructionData::Unary { opcode: Opcode::Uextend, arg } = &mut dfg.insts[inst]
                && let Some(part) = low[*arg].expand()
            {
                *arg = part;
            }
        }
    }
}

/// The masked values of which an instruction does the masking itself: a comparison with zero (`test`), or a
/// store of what was loaded.
fn kept(function: &Function) -> EntitySet<Value> {
    let mut kept = EntitySet::with_capacity(function.dfg.num_values());
    for block in function.layout.blocks() {
        for inst in function.layout.block_insts(block) {
            match function.dfg.insts[inst] {
                InstructionData::IntCompare { args, .. } if constant(function, args[1]) == Some(0) => {
                    kept.insert(args[0]);
                }
                InstructionData::Brif { arg, .. } => drop(kept.insert(arg)),
                InstructionData::Ternary { args, .. } => drop(kept.insert(args[0])),
                InstructionData::Store { args, .. } if is_loaded(function, args[0]) => {
                    kept.insert(args[0]);
                }
                _ => {}
            }
        }
    }
    kept
}

/// Whether `value` is a mask of something loaded.
fn is_loaded(function: &Function, value: Value) -> bool {
    let parts = binary(function, value, Opcode::Band).unwrap_or([value; 2]);
    parts.iter().any(|part| match function.dfg.value_def(*part) {
        ValueDef::Result(inst, _) => function.dfg.insts[inst].opcode().can_load(),
        _ => false,
    })
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
