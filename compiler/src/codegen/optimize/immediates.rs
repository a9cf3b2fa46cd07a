//! Constants that take several instructions in a loop in, the same made once before the loop out.
//!
//! What an instruction of AArch64 or RISC-V has no room for is put together by two to four others, or loaded
//! by two, and Cranelift makes it anew in every block that uses it. In a short loop a register of the
//! thirty there are is better spent on it. Of long loops, an interpreter's, most of the way around is not taken.

use std::collections::HashMap;

use cranelift_codegen::Context;
use cranelift_codegen::dominator_tree::DominatorTree;
use cranelift_codegen::ir::{Block, Function, Inst, InstructionData, Opcode, Type, Value};
use cranelift_codegen::loop_analysis::{Loop, LoopAnalysis};

use super::uses::constant;

/// Blocks of the longest loop that a constant moves out of.
const LONGEST: usize = 24;

/// How many constants move to the same place at most.
const MOST: usize = 6;

/// What a constant is: its type and bits.
type Constant = (Type, u64);

/// Moves constants that are `costly` in an integer register, those that most instructions use first.
pub(super) fn run(context: &mut Context, costly: fn(u64) -> bool) {
    let Context { func: function, loop_analysis: loops, domtree, .. } = context;
    let lengths = lengths(function, loops);
    let mut found: HashMap<Block, Vec<(Constant, Vec<Inst>)>> = HashMap::new();
    for block in function.layout.blocks() {
        let Some(before) = outside(loops, domtree, &lengths, block) else { continue };
        for inst in function.layout.block_insts(block) {
            let Some(constant) = costly_constant(function, inst, costly) else { continue };
            let there = found.entry(before).or_default();
            match there.iter_mut().find(|(known, _)| *known == constant) {
                Some((_, makers)) => makers.push(inst),
                None => there.push((constant, vec![inst])),
            }
        }
    }
    let blocks: Vec<Block> = function.layout.blocks().collect();
    for block in blocks {
        for (_, makers) in found.remove(&block).unwrap_or_default().into_iter().take(MOST) {
            move_to(function, &makers, block);
        }
    }
    function.dfg.resolve_all_aliases();
}

/// By loop: how many blocks it has.
fn lengths(function: &Function, loops: &LoopAnalysis) -> HashMap<Loop, usize> {
    let mut lengths = HashMap::new();
    for block in function.layout.blocks() {
        let around = std::iter::successors(loops.innermost_loop(block), |inner| loops.loop_parent(*inner));
        for inside in around.take(MOST) {
            *lengths.entry(inside).or_default() += 1;
        }
    }
    lengths
}

/// The block before the outermost of the short loops around `block`.
fn outside(
    loops: &LoopAnalysis,
    domtree: &DominatorTree,
    lengths: &HashMap<Loop, usize>,
    block: Block,
) -> Option<Block> {
    let around = std::iter::successors(loops.innermost_loop(block), |inner| loops.loop_parent(*inner));
    let short = around.take_while(|inside| lengths.get(inside).is_some_and(|len| *len <= LONGEST));
    domtree.idom(loops.loop_header(short.last()?))
}

/// The constant that `inst` makes in several instructions.
fn costly_constant(function: &Function, inst: Inst, costly: fn(u64) -> bool) -> Option<Constant> {
    let result = *function.dfg.inst_results(inst).first()?;
    let ty = function.dfg.value_type(result);
    match function.dfg.insts[inst] {
        InstructionData::UnaryImm { opcode: Opcode::Iconst, .. } => {
            let bits = constant(function, result)?;
            let extended = if ty.bits() == 32 { i64::from(bits as i32) as u64 } else { bits };
            costly(extended).then_some((ty, bits))
        }
        InstructionData::UnaryIeee32 { imm, .. } => (imm.bits() != 0).then_some((ty, imm.bits().into())),
        InstructionData::UnaryIeee64 { imm, .. } => (imm.bits() != 0).then_some((ty, imm.bits())),
        _ => None,
    }
}

/// Makes at the end of `block` what all of `makers` make.
fn move_to(function: &mut Function, makers: &[Inst], block: Block) {
    let Some(branch) = function.layout.last_inst(block) else { return };
    let [first, others @ ..] = makers else { return };
    function.layout.remove_inst(*first);
    function.layout.insert_inst(*first, branch);
    let made: Value = function.dfg.first_result(*first);
    for other in others {
        let same = function.dfg.first_result(*other);
        function.layout.remove_inst(*other);
        function.dfg.clear_results(*other);
        function.dfg.change_to_alias(same, made);
    }
}

/// Whether AArch64 makes a constant in more than one instruction, but for those it makes of a repeated pattern.
pub(super) fn is_costly_on_aarch64(bits: u64) -> bool {
    let parts = |bits: u64| (0..4).filter(|part| bits >> (16 * part) & 0xffff != 0).count();
    let word = bits & u64::from(u32::MAX);
    let is_word = i64::from(word as u32 as i32) as u64 == bits;
    let fewest = match is_word {
        true => parts(word).min(parts(!word & u64::from(u32::MAX))),
        false => parts(bits).min(parts(!bits)),
    };
    fewest > 1
}

/// Whether RISC-V makes a constant in more than one instruction.
pub(super) fn is_costly_on_riscv(bits: u64) -> bool {
    let bits = bits as i64;
    let is_low = (-2048..2048).contains(&bits);
    let is_high = bits & 0xfff == 0 && i32::try_from(bits).is_ok();
    !is_low && !is_high
}
