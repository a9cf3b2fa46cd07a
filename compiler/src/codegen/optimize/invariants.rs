//! Loops that compute something costly anew in each round in, the same computed once before the loop out.
//!
//! Cranelift does this with all it can, but goes through blocks along the tree of dominators, and takes a loop
//! for done once it meets a block behind it: in what it meets of the loop afterwards, nothing is moved. Loops
//! with early exits are like that. Of what it leaves, only that is moved which takes several cycles: what takes
//! one is mostly not worth the register that holds it all through the loop.

use cranelift_codegen::Context;
use cranelift_codegen::dominator_tree::DominatorTree;
use cranelift_codegen::ir::{Block, Function, Inst, Opcode, ValueDef};
use cranelift_codegen::loop_analysis::{Loop, LoopAnalysis};

use super::uses::{block_of, is_constant};

/// Out of how many loops, one in the other, something is moved at most.
const MOST: usize = 8;

/// Looks at all loops.
pub(super) fn run(context: &mut Context) {
    context.compute_loop_analysis();
    let Context { func: function, loop_analysis: loops, domtree, .. } = context;
    // What computes operands comes first, and has moved already.
    for block in domtree.cfg_rpo() {
        if loops.innermost_loop(*block).is_none() {
            continue;
        }
        let costly: Vec<Inst> =
            function.layout.block_insts(*block).filter(|inst| is_costly(function, *inst)).collect();
        for inst in costly {
            if let Some(before) = outside(function, loops, domtree, *block, inst) {
                move_to(function, inst, before);
            }
        }
    }
}

/// Whether an instruction without effects takes longer than one cycle.
fn is_costly(function: &Function, inst: Inst) -> bool {
    matches!(
        function.dfg.insts[inst].opcode(),
        Opcode::Fadd
            | Opcode::Fsub
            | Opcode::Fmul
            | Opcode::Fdiv
            | Opcode::Sqrt
            | Opcode::FcvtFromSint
            | Opcode::FcvtFromUint
            | Opcode::Imul
            | Opcode::Umulhi
            | Opcode::Smulhi
            | Opcode::Splat
    )
}

/// The loops around a block, the innermost first.
pub(super) fn around(loops: &LoopAnalysis, block: Block) -> impl Iterator<Item = Loop> {
    std::iter::successors(loops.innermost_loop(block), |inner| loops.loop_parent(*inner))
}

/// The block before the outermost loop that changes no operand.
fn outside(
    function: &Function,
    loops: &LoopAnalysis,
    domtree: &DominatorTree,
    block: Block,
    inst: Inst,
) -> Option<Block> {
    let operands = function.dfg.inst_args(inst).iter().filter(|arg| !is_constant(function, **arg));
    let origins: Vec<Block> = operands.map(|operand| block_of(function, *operand)).collect::<Option<_>>()?;
    let unchanged = around(loops, block)
        .take(MOST)
        .take_while(|around| origins.iter().all(|origin| !loops.is_in_loop(*origin, *around)));
    domtree.idom(loops.loop_header(unchanged.last()?))
}

/// Moves an instruction to the end of a block, with copies of its constant operands.
pub(super) fn move_to(function: &mut Function, inst: Inst, block: Block) {
    let Some(branch) = function.layout.last_inst(block) else { return };
    for index in 0..function.dfg.inst_args(inst).len() {
        let operand = function.dfg.inst_args(inst)[index];
        if let ValueDef::Result(constant, _) = function.dfg.value_def(operand)
            && is_constant(function, operand)
        {
            let copy = function.dfg.clone_inst(constant);
            function.layout.insert_inst(copy, branch);
            function.dfg.inst_args_mut(inst)[index] = function.dfg.first_result(copy);
        }
    }
    function.layout.remove_inst(inst);
    function.layout.insert_inst(inst, branch);
}
