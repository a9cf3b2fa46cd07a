//! Comparisons of 32-bit integers in, branches and selections on such; the same of 64 bits out.
//!
//! RISC-V compares whole registers. Cranelift zero-extends for an unsigned comparison, which takes two
//! instructions an operand, constants too, and sign-extends for all else, whatever the register holds.
//! Sign-extension keeps the order of unsigned numbers as well, takes one, and none for what is constant or
//! loaded; and what is zero-extended anyway, for an address, can be compared as it is.

use cranelift_codegen::cursor::{Cursor, FuncCursor};
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::{I32, I64};
use cranelift_codegen::ir::{Function, Inst, InstBuilder, InstructionData, Opcode, Value, ValueDef};

use super::extensions::Extension::{self, Sign, Zero};
use super::extensions::{Extensions, mask};
use super::uses::{constant, insts};

/// Rewrites every comparison, branch and selection.
pub(super) fn run(function: &mut Function) {
    widen_loads(function);
    let extensions = Extensions::of(function);
    for inst in insts(function) {
        match function.dfg.insts[inst] {
            InstructionData::IntCompare { args, cond, .. } if function.dfg.value_type(args[0]) == I32 => {
                let extension = cheapest(function, &extensions, args, cond);
                let extended = args.map(|arg| extensions.extend(function, inst, arg, extension));
                if let InstructionData::IntCompare { args, .. } = &mut function.dfg.insts[inst] {
                    *args = extended;
                }
            }
            InstructionData::Brif { arg, .. }
            | InstructionData::Ternary { opcode: Opcode::Select, args: [arg, ..] } => {
                let known =
                    [Sign, Zero].into_iter().find_map(|kind| extensions.extended(function, arg, kind));
                match (known, &mut function.dfg.insts[inst]) {
                    (Some(wide), InstructionData::Brif { arg, .. }) => *arg = wide,
                    (Some(wide), InstructionData::Ternary { args, .. }) => args[0] = wide,
                    _ => {}
                }
            }
            _ => {}
        }
    }
}

/// Extends what is loaded to be compared: the load does it.
fn widen_loads(function: &mut Function) {
    let mut loads = Vec::new();
    for inst in insts(function) {
        let compared = match &function.dfg.insts[inst] {
            InstructionData::IntCompare { args, .. } => &args[..],
            InstructionData::Brif { arg, .. }
            | InstructionData::Ternary { opcode: Opcode::Select, args: [arg, ..] } => {
                std::slice::from_ref(arg)
            }
            _ => continue,
        };
        let loaded = compared.iter().filter_map(|value| {
            let whole = mask(function, *value).map_or(*value, |(whole, _)| whole);
            load(function, whole)
        });
        loads.extend(loaded);
    }
    loads.sort_unstable();
    loads.dedup();
    if loads.is_empty() {
        return;
    }
    for inst in loads {
        let InstructionData::Load { opcode, arg, flags, offset } = function.dfg.insts[inst] else { continue };
        let opcode = if opcode == Opcode::Load { Opcode::Sload32 } else { opcode };
        let location = function.srcloc(inst);
        let mut cursor = FuncCursor::new(function).at_inst(inst).with_srcloc(location);
        let (load, dfg) = cursor.ins().Load(opcode, I64, flags, offset, arg);
        let wide = dfg.first_result(load);
        let low = cursor.ins().ireduce(I32, wide);
        let narrow = function.dfg.first_result(inst);
        function.dfg.clear_results(inst);
        function.dfg.change_to_alias(narrow, low);
        function.layout.remove_inst(inst);
    }
    function.dfg.resolve_all_aliases();
}

fn load(function: &Function, value: Value) -> Option<Inst> {
    let ValueDef::Result(inst, _) = function.dfg.value_def(value) else { return None };
    let InstructionData::Load { .. } = function.dfg.insts[inst] else { return None };
    (function.dfg.value_type(value) == I32).then_some(inst)
}

/// How both operands are best extended: signed comparisons leave no choice.
fn cheapest(function: &Function, extensions: &Extensions, operands: [Value; 2], cond: IntCC) -> Extension {
    let unknown = |kind| {
        let is_unknown = |value: &&Value| {
            constant(function, **value).is_none() && extensions.extended(function, **value, kind).is_none()
        };
        operands.iter().filter(is_unknown).count()
    };
    match cond {
        IntCC::SignedLessThan
        | IntCC::SignedLessThanOrEqual
        | IntCC::SignedGreaterThan
        | IntCC::SignedGreaterThanOrEqual => Sign,
        _ if 2 * unknown(Zero) < unknown(Sign) => Zero,
        _ => Sign,
    }
}
