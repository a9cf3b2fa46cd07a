//! What Cranelift computes anew in every block that uses it in, the same computed once before a short loop out.
//!
//! Constants and operations with a constant are cheap on x86-64, where an instruction has room for them. What an
//! instruction of AArch64 or RISC-V has no room for is put together by two to four others, or loaded by two,
//! and a sum that is no address takes one. In a short loop a register of the thirty there are is better spent
//! on it. Of long loops, an interpreter's, most of the way around is not taken. In loops that are shorter still, and
//! call nothing, that holds for constants of one instruction as well, where they must be in a register.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

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

/// Blocks of the longest loop that a constant of one instruction moves out of, and how much else may have moved to
/// the same place.
const LONGEST_FOR_CHEAP: usize = 8;
const MOST_CHEAP: usize = 4;

/// What an ISA's constants cost.
#[derive(Clone, Copy)]
pub(super) struct Constants {
    /// Whether one takes more than one instruction.
    is_costly: fn(u64) -> bool,
    /// Whether one must be in a register to be compared with.
    is_compared_in_register: fn(u64) -> bool,
}

pub(super) const AARCH64: Constants =
    Constants { is_costly: is_costly_on_aarch64, is_compared_in_register: |bits| bits >= 1 << 12 };
pub(super) const RISCV64: Constants =
    Constants { is_costly: is_costly_on_riscv, is_compared_in_register: |_| true };

/// What is computed: the operation, its type, its operand that is not constant, and the bits of the one that is.
type Computed = (Opcode, Type, Option<Value>, u64);

/// Moves operations with constants, and constants that are costly or must be in a register where they are used.
pub(super) fn run(context: &mut Context, constants: Constants) {
    let Context { func: function, loop_analysis: loops, domtree, .. } = context;
    let mut blocks: Vec<Block> =
        domtree.cfg_rpo().copied().filter(|block| loops.innermost_loop(*block).is_some()).collect();
    if blocks.is_empty() {
        return;
    }
    // What is computed most often comes first.
    blocks.sort_by_key(|block| Reverse(loops.loop_level(*block).level()));
    let mut mover = Mover { loops, domtree, blocks: &blocks, moved: HashMap::new() };
    let short = Short { lengths: lengths(function, loops, |_| 1), longest: LONGEST, most: MOST };
    mover.run(function, &short, |function, inst| computed(function, inst, constants.is_costly));
    let in_registers = in_registers(function, &blocks, constants);
    // A call leaves few registers as they are.
    let length = |opcode: Opcode| if opcode.is_call() { LONGEST_FOR_CHEAP + 1 } else { 1 };
    let lengths = lengths(function, loops, length);
    let short = Short { lengths, longest: LONGEST_FOR_CHEAP, most: MOST_CHEAP };
    mover.run(function, &short, |function, inst| {
        in_registers.contains(&inst).then(|| computed(function, inst, |bits| bits != 0)).flatten()
    });
}

/// The loops that something moves out of.
struct Short {
    lengths: HashMap<Loop, usize>,
    longest: usize,
    /// How much moves to the same place at most.
    most: usize,
}

/// Moves what is computed in blocks of loops.
struct Mover<'a> {
    loops: &'a LoopAnalysis,
    domtree: &'a DominatorTree,
    blocks: &'a [Block],
    /// By where it is now: what has moved.
    moved: HashMap<Block, Vec<(Computed, Value)>>,
}

impl Mover<'_> {
    fn run(
        &mut self,
        function: &mut Function,
        short: &Short,
        computed: impl Fn(&Function, Inst) -> Option<Computed>,
    ) {
        for block in self.blocks {
            let insts: Vec<Inst> = function.layout.block_insts(*block).collect();
            for inst in insts {
                let Some(computed) = computed(function, inst) else { continue };
                let operand = computed.2.and_then(|operand| block_of(function, operand));
                let before = self.outside(short, *block, operand);
                let Some(before) = before.filter(|before| is_near(function, *before)) else { continue };
                let there = self.moved.entry(before).or_default();
                let result = function.dfg.first_result(inst);
                if let Some((_, same)) = there.iter().find(|(known, _)| *known == computed) {
                    function.layout.remove_inst(inst);
                    function.dfg.clear_results(inst);
                    function.dfg.change_to_alias(result, *same);
                } else if there.len() < short.most {
                    there.push((computed, result));
                    move_to(function, inst, before);
                }
            }
        }
        function.dfg.resolve_all_aliases();
    }

    /// The block before the outermost of the short loops around `block` in which the operand is not computed.
    fn outside(&self, short: &Short, block: Block, operand: Option<Block>) -> Option<Block> {
        let unchanged = around(self.loops, block)
            .take_while(|inside| short.lengths.get(inside).is_some_and(|len| *len <= short.longest))
            .take_while(|inside| operand.is_none_or(|operand| !self.loops.is_in_loop(operand, *inside)));
        self.domtree.idom(self.loops.loop_header(unchanged.last()?))
    }
}

/// What instructions of these blocks have no room for, whatever a constant's size: their operands that must be in
/// registers.
fn in_registers(function: &Function, blocks: &[Block], constants: Constants) -> HashSet<Inst> {
    let insts = blocks.iter().flat_map(|block| function.layout.block_insts(*block));
    let mut found = HashSet::new();
    for inst in insts {
        let args = function.dfg.inst_args(inst);
        let operands = match function.dfg.insts[inst] {
            InstructionData::Store { .. } => &args[..1],
            InstructionData::Binary { opcode: Opcode::Imul, .. } => args,
            InstructionData::Ternary { opcode: Opcode::Select, .. } => &args[1..],
            InstructionData::IntCompare { args: [_, with], .. }
                if constant(function, with).is_some_and(constants.is_compared_in_register) =>
            {
                &args[1..]
            }
            _ => continue,
        };
        found.extend(operands.iter().filter_map(|operand| function.dfg.value_def(*operand).inst()));
    }
    found
}

/// By loop: the sum over its blocks of the greatest `length` of an instruction there.
fn lengths(
    function: &Function,
    loops: &LoopAnalysis,
    length: impl Fn(Opcode) -> usize,
) -> HashMap<Loop, usize> {
    let mut lengths = HashMap::new();
    for block in function.layout.blocks() {
        let insts = function.layout.block_insts(block);
        let len = insts.map(|inst| length(function.dfg.insts[inst].opcode())).max().unwrap_or(0);
        for inside in around(loops, block).take(DEEPEST) {
            *lengths.entry(inside).or_default() += len;
        }
    }
    lengths
}

/// Whether what follows a block is one of few.
fn is_near(function: &Function, block: Block) -> bool {
    let last = function.layout.last_inst(block);
    last.is_some_and(|last| function.dfg.insts[last].opcode() != Opcode::BrTable)
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
fn is_costly_on_aarch64(bits: u64) -> bool {
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
fn is_costly_on_riscv(bits: u64) -> bool {
    let bits = bits as i64;
    let is_low = (-2048..2048).contains(&bits);
    let is_high = bits & 0xfff == 0 && i32::try_from(bits).is_ok();
    !is_low && !is_high
}
