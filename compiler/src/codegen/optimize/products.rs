//! Both halves of a 64-bit product, each computed by itself, in; one multiplication out.
//!
//! Cranelift takes `umulhi` and `imul` of the same operands for two instructions, where the processor's
//! one gives both results. As a 128-bit product they are one.

use cranelift_codegen::cursor::{Cursor, FuncCursor};
use cranelift_codegen::dominator_tree::DominatorTree;
use cranelift_codegen::ir::types::{I64, I128};
use cranelift_codegen::ir::{Function, Inst, InstBuilder, Opcode, ValueDef};

use super::uses::{Uses, binary, same};

/// Joins every pair where one half's place dominates the other's.
pub(super) fn run(function: &mut Function, domtree: &DominatorTree) {
    let highs = high_halves(function);
    if highs.is_empty() {
        return;
    }
    let mut uses = Uses::of(function);
    for high in highs {
        if let Some(low) = low_half(function, &uses, high) {
            join(function, domtree, &mut uses, high, low);
        }
    }
}

fn high_halves(function: &Function) -> Vec<Inst> {
    let insts = function.layout.blocks().flat_map(|block| function.layout.block_insts(block));
    insts
        .filter(|inst| function.dfg.insts[*inst].opcode() == Opcode::Umulhi)
        .filter(|inst| function.dfg.value_type(function.dfg.first_result(*inst)) == I64)
        .collect()
}

fn low_half(function: &Function, uses: &Uses, high: Inst) -> Option<Inst> {
    let args = function.dfg.inst_args(high);
    let (a, b) = (args[0], args[1]);
    let candidates = uses.of_value(a).iter().chain(uses.of_value(b));
    candidates.copied().find(|inst| {
        let Some(&result) = function.dfg.inst_results(*inst).first() else { return false };
        let Some([x, y]) = binary(function, result, Opcode::Imul) else { return false };
        function.dfg.value_type(result) == I64
            && ((same(function, x, a) && same(function, y, b))
                || (same(function, x, b) && same(function, y, a)))
    })
}

/// Multiplies where the earlier of both stands: the operands are there.
fn join(function: &mut Function, domtree: &DominatorTree, uses: &mut Uses, high: Inst, low: Inst) {
    let first = if domtree.dominates(high, low, &function.layout) {
        high
    } else if domtree.dominates(low, high, &function.layout) {
        low
    } else {
        return;
    };
    let [a, b] = [0, 1].map(|index| function.dfg.inst_args(first)[index]);
    let mut cursor = FuncCursor::new(function).at_inst(first);
    let a = cursor.ins().uextend(I128, a);
    let b = cursor.ins().uextend(I128, b);
    let product = cursor.ins().imul(a, b);
    let (new_low, new_high) = cursor.ins().isplit(product);
    for value in [a, b, product, new_low] {
        uses.add_definition(function, value);
    }
    let ValueDef::Result(at, _) = function.dfg.value_def(new_low) else { return };
    for (old, new) in [(low, new_low), (high, new_high)] {
        let old_value = function.dfg.first_result(old);
        uses.replace(function, domtree, at, old_value, new);
        uses.remove_unused(function, old);
    }
}
