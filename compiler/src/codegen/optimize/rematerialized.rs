//! What Cranelift computes anew in every block that uses it in, the same computed once before a short loop out.
//!
//! Constants and operations with a constant are cheap on x86-64, where an instruction has room for them. What an
//! instruction of AArch64 or RISC-V has no room for is put together by two to four others, or loaded by two,
//! and a sum that is no address takes one. In a short loop a register of the thirty there are is better spent
//! on it. Of long loops, an interpreter's, most of the way around is not taken.

use std::cmp::Reverse;
use std::collections::HashMap;

use cranelift_codegen::Context;
use cranelift_codegen::dominator_tree::DominatorTree;
use cranelift_codegen::ir::{Block, Function, Inst, InstructionData, Opcode, Type, Value};
use cranelift_codegen::loop_analysis::{Loop, LoopAnalysis};

use super::invariants::{around, move_to};
use super::uses::{block_of, constant};

/// Blocks of the longest loop that something moves out of.
const LONGEST: usize = 24;

/// How much moves to the same place at most.
const MOST: usize = 6;

/// How many loops around a block are looked at.
const DEEPEST: usize = 8;

/// What is computed: the operation, its type, its operand that is not constant, and the bits of the one that is.
type Computed = (Opcode, Type, Option<Value>, u64);

/// Moves operations with constants, and constants that are `costly` in an integer register.
pub(super) fn run(context: &mut Context, costly: fn(u64) -> bool) {
    let Context { func: function, loop_analysis: loops, domtree, .. } = context;
    let lengths = lengths(function, loops);
    let mut moved: HashMap<Block, Vec<(Computed, Value)>> = HashMap::new();
    let mut blocks: Vec<Block> =
        domtree.cfg_rpo().copied().filter(|block| loops.innermost_loop(*block).is_some()).collect();
    // What is computed most often comes first.
    blocks.sort_by_key(|block| Reverse(loops.loop_level(*block).level()));
    for block in blocks {
        let insts: Vec<Inst> = function.layout.block_insts(block).collect();
        for inst in insts {
            let Some(computed) = computed(function, inst, costly) else { continue };
            let operand = computed.2.and_then(|operand| block_of(function, operand));
            let Some(before) = outside(loops, domtree, &lengths, block, operand) else { continue };
            let there = moved.entry(before).or_default();
            let result = function.dfg.first_result(inst);
            if let Some((_, same)) = there.iter().find(|(known, _)| *known == computed) {
                function.layout.remove_inst(inst);
                function.dfg.clear_results(inst);
                function.dfg.change_to_alias(result, *same);
            } else if there.len() < MOST {
                there.push((computed, result));
                move_to(function, inst, before);
            }
        }
    }
    function.dfg.resolve_all_aliases();
}

/// By loop: how many blocks it has.
fn lengths(function: &Function, loops: &LoopAnalysis) -> HashMap<Loop, usize> {
    let mut lengths = HashMap::new();
    for block in function.layout.blocks() {
        for inside in around(loops, block).take(DEEPEST) {
            *lengths.entry(inside).or_default() += 1;
        }
    }
    lengths
}

/// The block before the outermost of the short loops around `block` in which the operand is not computed.
fn outside(
    loops: &LoopAnalysis,
    domtree: &DominatorTree,
    lengths: &HashMap<Loop, usize>,
    block: Block,
    operand: Option<Block>,
) -> Option<Block> {
    let unchanged = around(loops, block)
        .take_while(|inside| lengths.get(inside).is_some_and(|len| *len <= LONGEST))
        .take_while(|inside| operand.is_none_or(|operand| !loops.is_in_loop(operand, *inside)));
    domtree.idom(loops.loop_header(unchanged.last()?))
}

/// What `inst` computes, if Cranelift does so anew where it is used.
fn computed(function: &Function, inst: Inst, costly: fn(u64) -> bool) -> Option<Computed> {
    let result = *function.dfg.inst_results(inst).first()?;
    let ty = function.dfg.value_type(result);
    let (opcode, operand, bits) = match function.dfg.insts[inst] {
        InstructionData::UnaryImm { opcode: opcode @ Opcode::Iconst, .. } => {
            let bits = constant(function, result)?;
            let extended = if ty.bits() == 32 { i64::from(bits as i32) as u64 } else { bits };
            (opcode, None, Some(bits).filter(|_| costly(extended))?)
        }
        InstructionData::UnaryIeee32 { opcode, imm } => (opcode, None, u64::from(imm.bits())),
        InstructionData::UnaryIeee64 { opcode, imm } => (opcode, None, imm.bits()),
        InstructionData::Binary {
            opcode: opcode @ (Opcode::Iadd | Opcode::Isub | Opcode::Band | Opcode::Bor | Opcode::Bxor),
            args: [operand, by],
        } if ty.is_int() => (opcode, Some(function.dfg.resolve_aliases(operand)), constant(function, by)?),
        _ => return None,
    };
    // A floating-point zero takes one instruction.
    (operand.is_some() || bits != 0).then_some((opcode, ty, operand, bits))
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
