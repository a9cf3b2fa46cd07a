//! Loops that add to what they carry in, the same sums with what is carried as their first operand out.
//!
//! An instruction of x86-64 leaves its result in the register of its first operand. Where `term + sum`
//! becomes `sum` in the next round, that would be the term's register, and the way back a move, a block
//! for it, and a jump. The operation is commutative, so nothing else changes (but which of two NaNs a
//! sum of both gives, which the specification leaves open).

use cranelift_codegen::dominator_tree::DominatorTree;
use cranelift_codegen::ir::{BlockArg, Function, InstructionData, Opcode, Value, ValueDef};

/// How many operations lie between what a loop carries and what it becomes at most.
const DEPTH: u32 = 6;

/// Looks at every way back to a loop.
pub(super) fn run(function: &mut Function, domtree: &DominatorTree) {
    let mut carried = Vec::new();
    for block in function.layout.blocks() {
        let Some(branch) = function.layout.last_inst(block) else { continue };
        let dfg = &function.dfg;
        for call in dfg.insts[branch].branch_destination(&dfg.jump_tables, &dfg.exception_tables) {
            let header = call.block(&dfg.value_lists);
            if domtree.block_dominates(header, block) {
                let arguments = call.args(&dfg.value_lists);
                carried.extend(dfg.block_params(header).iter().copied().zip(arguments));
            }
        }
    }
    for (current, next) in carried {
        if let BlockArg::Value(next) = next {
            put_first(function, current, next, DEPTH);
        }
    }
}

/// Puts what leads to `current` first in all operations that lead from it to `next`; whether any do.
fn put_first(function: &mut Function, current: Value, next: Value, depth: u32) -> bool {
    if current == next {
        return true;
    }
    let ValueDef::Result(inst, _) = function.dfg.value_def(next) else { return false };
    let InstructionData::Binary { opcode, args: [a, b] } = function.dfg.insts[inst] else { return false };
    if depth == 0 {
        return false;
    }
    if put_first(function, current, a, depth - 1) {
        return true;
    }
    let leads = is_commutative(opcode) && put_first(function, current, b, depth - 1);
    if leads && let InstructionData::Binary { args, .. } = &mut function.dfg.insts[inst] {
        args.swap(0, 1);
    }
    leads
}

fn is_commutative(opcode: Opcode) -> bool {
    matches!(
        opcode,
        Opcode::Iadd
            | Opcode::Imul
            | Opcode::Band
            | Opcode::Bor
            | Opcode::Bxor
            | Opcode::Fadd
            | Opcode::Fmul
            | Opcode::UaddSat
            | Opcode::SaddSat
            | Opcode::Smin
            | Opcode::Smax
            | Opcode::Umin
            | Opcode::Umax
    )
}
