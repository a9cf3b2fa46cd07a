//! Blocks that only lead to cold ones in, or that only cold ones lead to; cold blocks out.
//!
//! Cranelift puts what is cold behind all else of the function: the blocks that trap, and those marked so. But what a
//! program does before it gives up, such as making a message and calling what shows it, is not needed either by what
//! goes on; nor is what follows where a branch seldom goes.

use cranelift_codegen::Context;
use cranelift_codegen::ir::Block;

/// Marks blocks all over the function, but for the first.
pub(super) fn run(context: &mut Context) {
    let Context { func: function, domtree, cfg, .. } = context;
    let entry = function.layout.entry_block();
    // What a block leads to comes first, but for the way back in a loop.
    let blocks: Vec<Block> = domtree.cfg_postorder().to_vec();
    // And last here, where all that leads to it counts but that.
    for block in blocks.iter().rev().copied().filter(|block| Some(*block) != entry) {
        let mut before = cfg.pred_iter(block).map(|pred| pred.block).peekable();
        if before.peek().is_some()
            && before
                .all(|before| function.is_effectively_cold(before) || domtree.block_dominates(block, before))
        {
            function.layout.set_cold(block);
        }
    }
    for block in blocks {
        let mut next = cfg.succ_iter(block).peekable();
        if Some(block) != entry
            && next.peek().is_some()
            && next.all(|next| function.is_effectively_cold(next))
        {
            function.layout.set_cold(block);
        }
    }
}

#[cfg(test)]
mod tests {
    use cranelift_codegen::Context;
    use cranelift_codegen::cursor::{Cursor, FuncCursor};
    use cranelift_codegen::ir::types::I32;
    use cranelift_codegen::ir::{InstBuilder, TrapCode};

    /// Marks blocks of a function where each leads to others, and those `cold` are so already; which of them are then.
    fn marked<const COUNT: usize>(next: [&[usize]; COUNT], trap: usize, cold: &[usize]) -> [bool; COUNT] {
        let mut context = Context::new();
        let mut cursor = FuncCursor::new(&mut context.func);
        let blocks = [(); COUNT].map(|()| cursor.func.dfg.make_block());
        let value = cursor.func.dfg.append_block_param(blocks[0], I32);
        for (number, next) in next.into_iter().enumerate() {
            cursor.insert_block(blocks[number]);
            match *next {
                [] if number == trap => cursor.ins().trap(TrapCode::unwrap_user(1)),
                [] => cursor.ins().return_(&[]),
                [next] => cursor.ins().jump(blocks[next], &[]),
                [first, second, ..] => cursor.ins().brif(value, blocks[first], &[], blocks[second], &[]),
            };
        }
        cold.iter().for_each(|block| context.func.layout.set_cold(blocks[*block]));
        context.compute_cfg();
        context.compute_domtree();
        super::run(&mut context);
        blocks.map(|block| context.func.is_effectively_cold(block))
    }

    #[test]
    fn what_only_leads_to_traps_should_be_cold() {
        // A choice whose halves both trap, and a loop that ends.
        let next: [&[usize]; 7] = [&[1, 5], &[2, 3], &[4], &[4], &[], &[5, 6], &[]];
        assert_eq!(marked(next, 4, &[]), [false, true, true, true, true, false, false]);
    }

    #[test]
    fn what_only_cold_blocks_lead_to_should_be_cold() {
        // What is cold goes on with a loop, then with a choice, then where all else goes on as well.
        let next: [&[usize]; 7] = [&[1, 6], &[2], &[2, 3], &[4, 5], &[6], &[6], &[]];
        assert_eq!(marked(next, 7, &[1]), [false, true, true, true, true, true, false]);
    }
}
