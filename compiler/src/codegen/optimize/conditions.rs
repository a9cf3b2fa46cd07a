//! Branches and selections on a comparison's result compared with zero in, the same on the comparison
//! itself out.
//!
//! WebAssembly's comparisons give an `i32`, which `i32.eqz` negates. Cranelift takes such a negation for a
//! comparison of its own, of a result that it then has to make.

use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{Function, Inst, InstructionData, Opcode, Value, ValueDef};

use super::uses::{constant, insts, unary};

/// A value that is not zero in the same cases as a condition, or in the opposite ones.
pub(super) struct Condition {
    pub(super) value: Value,
    pub(super) negated: bool,
}

/// Rewrites every `brif` and `select`.
pub(super) fn run(function: &mut Function) {
    for inst in insts(function) {
        rewrite(function, inst);
    }
}

fn rewrite(function: &mut Function, inst: Inst) {
    match function.dfg.insts[inst] {
        InstructionData::Brif { arg, .. } => {
            let condition = simplify(function, arg);
            let InstructionData::Brif { arg, blocks, .. } = &mut function.dfg.insts[inst] else { return };
            *arg = condition.value;
            if condition.negated {
                blocks.swap(0, 1);
            }
        }
        InstructionData::Ternary { opcode: Opcode::Select, args } => {
            let condition = simplify(function, args[0]);
            let InstructionData::Ternary { args, .. } = &mut function.dfg.insts[inst] else { return };
            args[0] = condition.value;
            if condition.negated {
                args.swap(1, 2);
            }
        }
        _ => {}
    }
}

/// Looks through extensions, and through comparisons of another comparison with zero.
pub(super) fn simplify(function: &Function, value: Value) -> Condition {
    let mut condition = Condition { value, negated: false };
    loop {
        let inner = unary(function, condition.value, Opcode::Uextend).unwrap_or(condition.value);
        let Some((operand, equal)) = compared_with_zero(function, inner) else {
            if is_comparison(function, inner) {
                condition.value = inner;
            }
            return condition;
        };
        let operand = unary(function, operand, Opcode::Uextend).unwrap_or(operand);
        if !is_comparison(function, operand) {
            condition.value = inner;
            return condition;
        }
        condition = Condition { value: operand, negated: condition.negated != equal };
    }
}

/// The operand that `value` compares with zero, and whether for equality.
pub(super) fn compared_with_zero(function: &Function, value: Value) -> Option<(Value, bool)> {
    let ValueDef::Result(inst, _) = function.dfg.value_def(value) else { return None };
    let InstructionData::IntCompare { cond, args, .. } = function.dfg.insts[inst] else { return None };
    let is_zero = constant(function, args[1]) == Some(0);
    match cond {
        IntCC::Equal if is_zero => Some((args[0], true)),
        IntCC::NotEqual if is_zero => Some((args[0], false)),
        _ => None,
    }
}

/// Whether `value` is the result of a comparison of numbers.
pub(super) fn is_comparison(function: &Function, value: Value) -> bool {
    let ValueDef::Result(inst, _) = function.dfg.value_def(value) else { return false };
    matches!(function.dfg.insts[inst].opcode(), Opcode::Icmp | Opcode::Fcmp)
        && !function.dfg.value_type(value).is_vector()
}
