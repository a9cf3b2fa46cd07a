//! Blocks that only lead to cold ones in, cold blocks out.
//!
//! Cranelift puts what is cold behind all else of the function: the blocks that trap, and those marked so. But what a
//! program does before it gives up, such as making a message and calling what shows it, is not needed either by what
//! goes on.

use cranelift_codegen::Context;
use cranelift_codegen::ir::Block;

/// Marks blocks all over the function, but for the first.
pub(super) fn run(context: &mut Context) {
    let Context { func: function, domtree, cfg, .. } = context;
    let entry = function.layout.entry_block();
    // What a block leads to comes first, but for the way back in a loop.
    let blocks: Vec<Block> = domtree.cfg_postorder().to_vec();
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
    use cranelift_codegen::ir::{Block, InstBuilder, TrapCode};

    #[test]
    fn what_only_leads_to_traps_should_be_cold() {
        let mut context = Context::new();
        let mut cursor = FuncCursor::new(&mut context.func);
        let [entry, choice, first, second, trap, loops, end] = [(); 7].map(|()| cursor.func.dfg.make_block());
        let value = cursor.func.dfg.append_block_param(entry, I32);
        let mut fill = |block: Block, next: &[Block]| {
            cursor.insert_block(block);
            match next {
                [] if block == trap => cursor.ins().trap(TrapCode::unwrap_user(1)),
                [] => cursor.ins().return_(&[]),
                [next] => cursor.ins().jump(*next, &[]),
                next => cursor.ins().brif(value, next[0], &[], next[1], &[]),
            };
        };
        fill(entry, &[choice, loops]);
        fill(choice, &[first, second]);
        fill(first, &[trap]);
        fill(second, &[trap]);
        fill(trap, &[]);
        fill(loops, &[loops, end]);
        fill(end, &[]);
        context.compute_cfg();
        context.compute_domtree();
        super::run(&mut context);
        let cold = |block| context.func.is_effectively_cold(block);
        assert_eq!([choice, first, second, trap].map(cold), [true; 4]);
        assert_eq!([entry, loops, end].map(cold), [false; 3]);
    }
}
