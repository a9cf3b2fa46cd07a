//! `br_table`: a table of targets in, a jump table or a few comparisons out.
//!
//! LLVM leaves every `switch` to the engine as a table, even one of two cases. A jump through a table is
//! hard to predict and takes half a dozen instructions. So a table of few runs of equal targets becomes
//! comparisons, and a short one of few targets becomes tests of the bit of the index in each target's set.

use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{Block, BlockArg, BlockCall, InstBuilder, JumpTableData, Value, types};
use wasmparser::BrTable;

use super::control::{branch_target, top_arguments};
use super::{FuncCx, dispatch};

/// As many comparisons as LLVM makes natively in the place of a table.
const COMPARISONS: usize = 3;

/// For how many targets LLVM tests with a set of bits each, if the table has few enough entries: as many
/// as there are numbers here, which say how many comparisons that has to save.
const SETS: [usize; 3] = [3, 5, 6];
const SET_ENTRIES: usize = 64;

/// Translates the operator.
pub(super) fn translate(cx: &mut FuncCx<'_, '_>, table: &BrTable<'_>) {
    let index = cx.pop();
    let (default, arity) = branch_target(cx, table.default());
    let args = top_arguments(cx, arity);
    let mut targets = Vec::with_capacity(table.len() as usize);
    for depth in table.targets() {
        targets.push(branch_target(cx, depth.expect("the body was validated")).0);
    }
    dispatch::found(cx, &targets, default, arity);
    branch_to(cx, index, &targets, default, &args);
    cx.reachable = false;
}

/// Branches to one of `targets`, or to the default.
pub(super) fn branch_to(
    cx: &mut FuncCx<'_, '_>,
    index: Value,
    targets: &[Block],
    default: Block,
    args: &[BlockArg],
) {
    let runs = runs(targets, default);
    if runs.len() <= COMPARISONS {
        compare(cx, index, &runs, default, args);
        return;
    }
    let sets = sets(&runs);
    let comparisons: usize = runs.iter().map(|run| if run.end - run.start == 1 { 1 } else { 2 }).sum();
    let pays = SETS.get(sets.len() - 1).is_some_and(|saved| comparisons >= *saved);
    if pays && targets.len() <= SET_ENTRIES {
        test_bits(cx, index, targets.len(), &sets, default, args);
    } else {
        jump(cx, index, targets, default, args);
    }
}

/// Indices, one after the other, that go to one target.
#[derive(Debug, PartialEq, Eq)]
struct Run {
    start: usize,
    end: usize,
    target: Block,
}

/// What does not go to the default.
fn runs(targets: &[Block], default: Block) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (index, target) in targets.iter().enumerate().filter(|(_, target)| **target != default) {
        match runs.last_mut() {
            Some(run) if run.target == *target && run.end == index => run.end += 1,
            _ => runs.push(Run { start: index, end: index + 1, target: *target }),
        }
    }
    runs
}

fn compare(cx: &mut FuncCx<'_, '_>, index: Value, runs: &[Run], default: Block, args: &[BlockArg]) {
    // All indices below are compared with already.
    let mut compared = 0;
    for run in runs {
        let length = (run.end - run.start) as i64;
        let inside = if run.start == compared {
            compared = run.end;
            cx.builder.ins().icmp_imm_u(IntCC::UnsignedLessThan, index, run.end as i64)
        } else if length == 1 {
            cx.builder.ins().icmp_imm_u(IntCC::Equal, index, run.start as i64)
        } else {
            let from_start = cx.builder.ins().iadd_imm_s(index, -(run.start as i64));
            cx.builder.ins().icmp_imm_u(IntCC::UnsignedLessThan, from_start, length)
        };
        branch(cx, inside, run.target, args);
    }
    cx.builder.ins().jump(default, args);
}

/// The indices of each target as the bits of a number.
fn sets(runs: &[Run]) -> Vec<(Block, u64)> {
    let mut sets: Vec<(Block, u64)> = Vec::new();
    for run in runs.iter().filter(|run| run.end <= SET_ENTRIES) {
        let indices = (u64::MAX >> (SET_ENTRIES - (run.end - run.start))) << run.start;
        match sets.iter_mut().find(|(target, _)| *target == run.target) {
            Some((_, set)) => *set |= indices,
            None => sets.push((run.target, indices)),
        }
    }
    sets
}

fn test_bits(
    cx: &mut FuncCx<'_, '_>,
    index: Value,
    entries: usize,
    sets: &[(Block, u64)],
    default: Block,
    args: &[BlockArg],
) {
    let outside = cx.builder.ins().icmp_imm_u(IntCC::UnsignedGreaterThanOrEqual, index, entries as i64);
    branch(cx, outside, default, args);
    for (target, set) in sets {
        let set = cx.builder.ins().iconst(types::I64, *set as i64);
        let shifted = cx.builder.ins().ushr(set, index);
        let inside = cx.builder.ins().band_imm_u(shifted, 1);
        branch(cx, inside, *target, args);
    }
    cx.builder.ins().jump(default, args);
}

/// Branches to `target` if `condition` is not zero, and goes on otherwise.
fn branch(cx: &mut FuncCx<'_, '_>, condition: Value, target: Block, args: &[BlockArg]) {
    let next = cx.builder.create_block();
    cx.builder.ins().brif(condition, target, args, next, &[]);
    cx.builder.switch_to_block(next);
    cx.builder.seal_block(next);
}

fn jump(cx: &mut FuncCx<'_, '_>, index: Value, targets: &[Block], default: Block, args: &[BlockArg]) {
    let mut call = |block| BlockCall::new(block, args.iter().copied(), &mut cx.builder.func.dfg.value_lists);
    let calls: Vec<BlockCall> = targets.iter().map(|target| call(*target)).collect();
    let default = call(default);
    let jump_table = cx.builder.create_jump_table(JumpTableData::new(default, &calls));
    cx.builder.ins().br_table(index, jump_table);
}

#[cfg(test)]
mod tests {
    use cranelift_codegen::ir::Block;

    use super::{Run, runs, sets};

    fn run(start: usize, end: usize, target: Block) -> Run {
        Run { start, end, target }
    }

    #[test]
    fn runs_end_where_targets_change() {
        let [a, b, c] = [1, 2, 3].map(Block::from_u32);
        assert_eq!(runs(&[a, a, b, c, c], c), [run(0, 2, a), run(2, 3, b)]);
        assert_eq!(runs(&[a, b, a], c), [run(0, 1, a), run(1, 2, b), run(2, 3, a)]);
        assert_eq!(runs(&[c, c], c), []);
        assert_eq!(runs(&[a, c, a], c), [run(0, 1, a), run(2, 3, a)]);
    }

    #[test]
    fn sets_have_the_bits_of_all_indices() {
        let [a, b, c] = [1, 2, 3].map(Block::from_u32);
        assert_eq!(sets(&runs(&[a, b, c, b, b, a], c)), [(a, 0b100001), (b, 0b11010)]);
        assert_eq!(sets(&runs(&[a; 64], c)), [(a, u64::MAX)]);
    }
}
