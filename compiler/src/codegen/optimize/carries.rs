//! Sums and differences of two halves whose carry is computed by a comparison in, 128-bit ones out.
//!
//! WebAssembly without wide arithmetic has no carry: `high + (low < a)`, where `low` is `a + b` modulo
//! 2^64, is how compilers write it. That comparison is exactly the carry of `a + b`, so `low` and the
//! sum are the halves of `(high:a) + (0:b)`, whatever `high` is; and `high - (a < b)` is the high half of
//! `(high:a) - (0:b)`. As 128-bit arithmetic these become an addition with carry.

use std::collections::HashMap;

use cranelift_codegen::cursor::{Cursor, FuncCursor};
use cranelift_codegen::dominator_tree::DominatorTree;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::{I64, I128};
use cranelift_codegen::ir::{Function, Inst, InstBuilder, InstructionData, Opcode, Value, ValueDef};

use super::uses::{Uses, binary, same, unary};

/// A half that takes a carry.
struct Carry {
    /// [`Opcode::Iadd`] or [`Opcode::Isub`].
    opcode: Opcode,
    /// The low halves, in order.
    low: [Value; 2],
    /// The high halves; there may be no second.
    high: (Value, Option<Value>),
    /// The sum or difference of the low halves, if it is computed.
    low_result: Option<Value>,
}

/// Rewrites all there are; whether the function may have changed.
pub(super) fn run(function: &mut Function, domtree: &DominatorTree) -> bool {
    let candidates = candidates(function);
    if candidates.is_empty() {
        return false;
    }
    let mut uses = Uses::of(function);
    let mut earlier = EarlierSums::new();
    for inst in candidates {
        if function.layout.inst_block(inst).is_none() {
            continue;
        }
        if let Some(carry) = recognise(function, &uses, &earlier, inst) {
            rewrite(function, domtree, &mut uses, &mut earlier, inst, &carry);
        }
    }
    true
}

/// By low half of a 128-bit sum: the same sum of 64 bits, which stays where it is needed before. If something is
/// added to that one, the result may be compared with this one.
type EarlierSums = HashMap<Value, Value>;

/// Additions and subtractions of a comparison's result.
fn candidates(function: &Function) -> Vec<Inst> {
    let insts = function.layout.blocks().flat_map(|block| function.layout.block_insts(block));
    insts
        .filter(|inst| match function.dfg.insts[*inst] {
            InstructionData::Binary { opcode: Opcode::Iadd, args } => {
                args.iter().any(|arg| less(function, *arg).is_some())
            }
            InstructionData::Binary { opcode: Opcode::Isub, args } => less(function, args[1]).is_some(),
            _ => false,
        })
        .collect()
}

/// `(a, b)` if `value` is 1 where the 64-bit `a` is below `b`, unsigned, and 0 elsewhere, in 64 bits.
fn less(function: &Function, value: Value) -> Option<(Value, Value)> {
    if function.dfg.value_type(value) != I64 {
        return None;
    }
    let comparison = unary(function, value, Opcode::Uextend)?;
    let ValueDef::Result(inst, _) = function.dfg.value_def(comparison) else { return None };
    let InstructionData::IntCompare { cond, args, .. } = function.dfg.insts[inst] else { return None };
    if function.dfg.value_type(args[0]) != I64 {
        return None;
    }
    match cond {
        IntCC::UnsignedLessThan => Some((args[0], args[1])),
        IntCC::UnsignedGreaterThan => Some((args[1], args[0])),
        _ => None,
    }
}

fn recognise(function: &Function, uses: &Uses, earlier: &EarlierSums, inst: Inst) -> Option<Carry> {
    let InstructionData::Binary { opcode, args } = function.dfg.insts[inst] else { return None };
    match opcode {
        Opcode::Iadd => [(args[0], args[1]), (args[1], args[0])].into_iter().find_map(|(high, carry)| {
            let (sum, limit) = less(function, carry)?;
            let [a, b] = binary(function, sum, Opcode::Iadd)?;
            let is_limit = |value| {
                let before = earlier.get(&function.dfg.resolve_aliases(limit));
                same(function, limit, value) || before.is_some_and(|before| same(function, *before, value))
            };
            let low = match (is_limit(a), is_limit(b)) {
                (true, _) => [limit, b],
                (_, true) => [limit, a],
                _ => return None,
            };
            let high = halves(function, uses, opcode, high);
            Some(Carry { opcode, low, high, low_result: Some(sum) })
        }),
        _ => {
            let (a, b) = less(function, args[1])?;
            let difference = uses.of_value(a).iter().find_map(|user| {
                let result = *function.dfg.inst_results(*user).first()?;
                (binary(function, result, Opcode::Isub)? == [a, b]).then_some(result)
            });
            let high = halves(function, uses, opcode, args[0]);
            Some(Carry { opcode, low: [a, b], high, low_result: difference })
        }
    }
}

/// The operands of `high` if it is the sum or difference of the other halves, and of use to nothing else.
fn halves(function: &Function, uses: &Uses, opcode: Opcode, high: Value) -> (Value, Option<Value>) {
    match binary(function, high, opcode) {
        Some([a, b]) if uses.of_value(high).len() == 1 => (a, Some(b)),
        _ => (high, None),
    }
}

fn rewrite(
    function: &mut Function,
    domtree: &DominatorTree,
    uses: &mut Uses,
    earlier: &mut EarlierSums,
    inst: Inst,
    carry: &Carry,
) {
    let place = place(function, domtree, inst, carry);
    let mut cursor = FuncCursor::new(function).at_inst(place);
    let first = cursor.ins().iconcat(carry.low[0], carry.high.0);
    let second = match carry.high.1 {
        Some(high) => cursor.ins().iconcat(carry.low[1], high),
        None => cursor.ins().uextend(I128, carry.low[1]),
    };
    let result = match carry.opcode {
        Opcode::Iadd => cursor.ins().iadd(first, second),
        _ => cursor.ins().isub(first, second),
    };
    let (low, high) = cursor.ins().isplit(result);
    for value in [first, second, result, low] {
        uses.add_definition(function, value);
    }
    let ValueDef::Result(at, _) = function.dfg.value_def(low) else { return };
    uses.replace(function, domtree, at, function.dfg.first_result(inst), high);
    uses.remove_unused(function, inst);
    if let Some(old) = carry.low_result {
        earlier.insert(low, old);
        uses.replace(function, domtree, at, old, low);
        if let ValueDef::Result(old, _) = function.dfg.value_def(old) {
            uses.remove_unused(function, old);
        }
    }
}

/// Where the 128-bit operation stands: where the low halves' own does, if all halves are there by then,
/// so that all uses of its result come later.
fn place(function: &Function, domtree: &DominatorTree, inst: Inst, carry: &Carry) -> Inst {
    let Some(ValueDef::Result(low, _)) = carry.low_result.map(|low| function.dfg.value_def(low)) else {
        return inst;
    };
    let is_there = |value: Value| match function.dfg.value_def(value) {
        ValueDef::Result(high, _) => high != low && domtree.dominates(high, low, &function.layout),
        ValueDef::Param(block, _) => domtree.dominates(block, low, &function.layout),
        ValueDef::Union(..) => false,
    };
    let ready = is_there(carry.low[0]) && is_there(carry.high.0) && carry.high.1.is_none_or(is_there);
    if ready && domtree.dominates(low, inst, &function.layout) { low } else { inst }
}
