//! `br_table`: a table of targets in, a jump table or a few comparisons out.
//!
//! LLVM leaves every `switch` to the engine as a table, even one of two cases. A jump through a table is
//! hard to predict and takes half a dozen instructions, so a table of few runs of equal targets becomes
//! comparisons with where each run ends.

use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{Block, BlockArg, BlockCall, InstBuilder, JumpTableData, Value};
use wasmparser::BrTable;

use super::FuncCx;
use super::control::{branch_target, top_arguments};

/// As many comparisons as LLVM makes natively in the place of a table.
const COMPARISONS: usize = 3;

/// Translates the operator.
pub(super) fn translate(cx: &mut FuncCx<'_, '_>, table: &BrTable<'_>) {
    let index = cx.pop();
    let (default, arity) = branch_target(cx, table.default());
    let args = top_arguments(cx, arity);
    let mut targets = Vec::with_capacity(table.len() as usize);
    for depth in table.targets() {
        targets.push(branch_target(cx, depth.expect("the body was validated")).0);
    }
    let runs = runs(&targets, default);
    if runs.len() <= COMPARISONS {
        compare(cx, index, &runs, default, &args);
    } else {
        jump(cx, index, &targets, default, &args);
    }
    cx.reachable = false;
}

/// Runs of equal targets, each with the index that ends it; without what goes to the default at the end.
fn runs(targets: &[Block], default: Block) -> Vec<(usize, Block)> {
    let mut runs: Vec<(usize, Block)> = Vec::new();
    for (index, target) in targets.iter().enumerate() {
        match runs.last_mut() {
            Some((end, last)) if last == target => *end = index + 1,
            _ => runs.push((index + 1, *target)),
        }
    }
    runs.pop_if(|(_, target)| *target == default);
    runs
}

fn compare(
    cx: &mut FuncCx<'_, '_>,
    index: Value,
    runs: &[(usize, Block)],
    default: Block,
    args: &[BlockArg],
) {
    for (end, target) in runs {
        let inside = cx.builder.ins().icmp_imm_u(IntCC::UnsignedLessThan, index, *end as i64);
        let next = cx.builder.create_block();
        cx.builder.ins().brif(inside, *target, args, next, &[]);
        cx.builder.switch_to_block(next);
        cx.builder.seal_block(next);
    }
    cx.builder.ins().jump(default, args);
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

    use super::runs;

    #[test]
    fn runs_end_where_targets_change() {
        let [a, b, c] = [1, 2, 3].map(Block::from_u32);
        assert_eq!(runs(&[a, a, b, c, c], c), [(2, a), (3, b)]);
        assert_eq!(runs(&[a, b, a], c), [(1, a), (2, b), (3, a)]);
        assert_eq!(runs(&[c, c], c), []);
        assert_eq!(runs(&[c, a], c), [(1, c), (2, a)]);
    }
}
