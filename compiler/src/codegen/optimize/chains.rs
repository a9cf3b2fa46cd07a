//! Loops of one block in, those whose sums add last what is known last out.
//!
//! WebAssembly's operations come one after the other, and so `((h + a) + b) + c` is three steps after `h`. If
//! `h` is what the round takes longest to compute, `((a + b) + c) + h` is only one, and the processor does the
//! rest meanwhile. What is the same in any order (modular sums, and, or, exclusive or) is put together anew, in
//! the order in which the terms are known, but for those that are early enough anyway: they stay in theirs.
//! When a term is known is counted in cycles of a processor that waits for nothing else, over some rounds: what
//! the loop carries is known as late as the round before computed it.

use cranelift_codegen::cursor::{Cursor, FuncCursor};
use cranelift_codegen::entity::SecondaryMap;
use cranelift_codegen::ir::{Block, BlockArg, Function, Inst, InstBuilder, Opcode, Type, Value, ValueDef};

use super::uses::{Uses, binary, constant};

/// How many rounds are counted.
const ROUNDS: usize = 8;
/// How many terms are put together at most.
const MOST: usize = 16;

/// Rewrites all loops of one block.
pub(super) fn run(function: &mut Function) {
    let blocks: Vec<Block> = function.layout.blocks().filter(|block| has_chain(function, *block)).collect();
    if blocks.is_empty() {
        return;
    }
    let uses = Uses::of(function);
    let mut times = Times::default();
    for block in blocks {
        Loop::new(function, &uses, &mut times, block).rewrite();
    }
}

/// What is noted of one loop after the other.
#[derive(Default)]
struct Times {
    /// In cycles: when each value of the loop is known. Others are from the start.
    known: SecondaryMap<Value, u32>,
    /// By instruction: its place in the block, from 1 on; 0 for those of other blocks.
    place: SecondaryMap<Inst, usize>,
}

/// Whether the block goes back to itself and adds up more than two terms somewhere.
fn has_chain(function: &Function, block: Block) -> bool {
    let is_chained = |inst: Inst| {
        let opcode = function.dfg.insts[inst].opcode();
        is_associative(opcode)
            && function.dfg.inst_args(inst).iter().any(|arg| binary(function, *arg, opcode).is_some())
    };
    back(function, block).is_some() && function.layout.block_insts(block).any(is_chained)
}

/// What the block hands to itself when it goes back, by parameter.
fn back(function: &Function, block: Block) -> Option<Vec<BlockArg>> {
    let branch = function.layout.last_inst(block)?;
    let dfg = &function.dfg;
    let calls = dfg.insts[branch].branch_destination(&dfg.jump_tables, &dfg.exception_tables);
    let mut own = calls.iter().filter(|call| call.block(&dfg.value_lists) == block);
    let arguments = own.next()?.args(&dfg.value_lists).collect();
    own.next().is_none().then_some(arguments)
}

fn is_associative(opcode: Opcode) -> bool {
    matches!(opcode, Opcode::Iadd | Opcode::Band | Opcode::Bor | Opcode::Bxor)
}

/// A loop of one block.
struct Loop<'a> {
    function: &'a mut Function,
    uses: &'a Uses,
    block: Block,
    insts: Vec<Inst>,
    times: &'a mut Times,
}

/// Terms that are put together by the same operation, over and over.
struct Chain {
    opcode: Opcode,
    terms: Vec<Value>,
    /// What puts them together now, but for the last one.
    inner: Vec<Inst>,
}

impl<'a> Loop<'a> {
    fn new(function: &'a mut Function, uses: &'a Uses, times: &'a mut Times, block: Block) -> Self {
        let insts: Vec<Inst> = function.layout.block_insts(block).collect();
        for (index, inst) in insts.iter().enumerate() {
            times.place[*inst] = index + 1;
        }
        let mut this = Loop { function, uses, block, insts, times };
        for _ in 1..ROUNDS {
            this.count_round();
        }
        this
    }

    /// Counts a round, and carries what it computed to the next.
    fn count_round(&mut self) {
        for index in 0..self.insts.len() {
            self.count(self.insts[index]);
        }
        let params = self.function.dfg.block_params(self.block).iter();
        let carried: Vec<(Value, u32)> = params
            .zip(back(self.function, self.block).unwrap_or_default())
            .map(|(param, next)| (*param, next.as_value().map_or(0, |next| self.times.known[next])))
            .collect();
        for (param, known) in carried {
            self.times.known[param] = known;
        }
    }

    fn count(&mut self, inst: Inst) {
        let args = self.function.dfg.inst_values(inst);
        let start = args.map(|arg| self.times.known[arg]).max().unwrap_or(0);
        let known = start + cycles(self.function.dfg.insts[inst].opcode());
        for result in self.function.dfg.inst_results(inst) {
            self.times.known[*result] = known;
        }
    }

    /// Puts chains together anew where that makes them known earlier.
    fn rewrite(mut self) {
        for index in 0..self.insts.len() {
            let root = self.insts[index];
            if let Some(mut chain) = self.chain(root) {
                self.sort(&mut chain.terms);
                if self.known_of(&chain.terms) < self.known_now(root) {
                    self.put_together(root, &chain);
                }
            }
            self.count(root);
        }
        self.forget();
    }

    /// Leaves nothing noted to the next loop.
    fn forget(&mut self) {
        let insts = self.insts.iter().copied().chain(self.function.layout.block_insts(self.block));
        let params = self.function.dfg.block_params(self.block);
        let mut values: Vec<Value> = params.to_vec();
        for inst in insts {
            self.times.place[inst] = 0;
            values.extend(self.function.dfg.inst_results(inst));
        }
        for value in values {
            self.times.known[value] = 0;
        }
    }

    /// When the result of `inst` is known as it is now computed in this round.
    fn known_now(&mut self, inst: Inst) -> u32 {
        self.count(inst);
        self.times.known[self.function.dfg.first_result(inst)]
    }

    /// The chain that ends at `root`.
    fn chain(&self, root: Inst) -> Option<Chain> {
        let opcode = self.function.dfg.insts[root].opcode();
        if !is_associative(opcode) {
            return None;
        }
        let result = self.function.dfg.first_result(root);
        let ty = self.function.dfg.value_type(result);
        if !(ty.is_vector() || ty.bits() <= 64)
            || self.is_inner(result, opcode, ty)
            || self.is_address(result)
        {
            return None;
        }
        let mut chain = Chain { opcode, terms: Vec::new(), inner: Vec::new() };
        let mut pending = vec![result];
        while let Some(value) = pending.pop() {
            match self.function.dfg.value_def(value) {
                ValueDef::Result(inst, _) if inst == root || self.is_inner(value, opcode, ty) => {
                    chain.inner.extend((inst != root).then_some(inst));
                    pending.extend(self.function.dfg.inst_args(inst).iter().rev());
                }
                // What the processor's instructions add with no effort stays where it is.
                _ if constant(self.function, value).is_some() => return None,
                _ => chain.terms.push(value),
            }
        }
        (3..=MOST).contains(&chain.terms.len()).then_some(chain)
    }

    /// Whether a value is computed in the block by such an operation, for another one alone.
    fn is_inner(&self, value: Value, opcode: Opcode, ty: Type) -> bool {
        let ValueDef::Result(inst, _) = self.function.dfg.value_def(value) else { return false };
        let is = |inst: Inst| {
            self.times.place[inst] != 0
                && self.function.dfg.insts[inst].opcode() == opcode
                && self.function.dfg.value_type(self.function.dfg.first_result(inst)) == ty
        };
        matches!(*self.uses.of_value(value), [user] if is(inst) && is(user))
    }

    /// Whether an access adds it up itself.
    fn is_address(&self, value: Value) -> bool {
        self.uses.of_value(value).iter().any(|user| {
            let opcode = self.function.dfg.insts[*user].opcode();
            opcode.can_load() || opcode.can_store() || opcode == Opcode::Uextend
        })
    }

    /// Sorts terms so that their sum is known as early as possible, and no more than that takes.
    fn sort(&self, terms: &mut Vec<Value>) {
        let sorted = |early: u32| {
            let mut sorted = terms.clone();
            sorted.sort_by_key(|term| self.times.known[*term].max(early));
            sorted
        };
        let least = self.known_of(&sorted(0));
        let mut times: Vec<u32> = terms.iter().map(|term| self.times.known[*term]).collect();
        times.sort_unstable();
        let best = times.into_iter().rev().map(sorted).find(|sorted| self.known_of(sorted) == least);
        *terms = best.unwrap_or_else(|| sorted(0));
    }

    /// When what the terms are together is known, if each is added to those before it.
    fn known_of(&self, terms: &[Value]) -> u32 {
        let known = |term: &Value| self.times.known[*term];
        let first = terms.first().map_or(0, known);
        terms.iter().skip(1).fold(first, |sum, term| sum.max(known(term)) + 1)
    }

    fn put_together(&mut self, root: Inst, chain: &Chain) {
        let (Some((first, rest)), Some(start)) = (
            chain.terms.split_first(),
            chain.inner.iter().copied().min_by_key(|inst| self.times.place[*inst]),
        ) else {
            return;
        };
        let Some((last, rest)) = rest.split_last() else { return };
        let mut sum = *first;
        for term in rest {
            let later = self.later(sum, *term);
            let cursor = FuncCursor::new(self.function);
            let mut cursor = match later {
                Some(later) => cursor.after_inst(later),
                None => cursor.at_inst(start),
            };
            sum = match chain.opcode {
                Opcode::Iadd => cursor.ins().iadd(sum, *term),
                Opcode::Band => cursor.ins().band(sum, *term),
                Opcode::Bor => cursor.ins().bor(sum, *term),
                _ => cursor.ins().bxor(sum, *term),
            };
            let inst = self.function.dfg.value_def(sum).unwrap_inst();
            self.times.place[inst] = self.times.place[root];
            self.count(inst);
        }
        self.function.dfg.inst_args_mut(root).copy_from_slice(&[sum, *last]);
        for inst in &chain.inner {
            self.function.layout.remove_inst(*inst);
        }
    }

    /// Which instruction of the block makes the later one of two values, if any does.
    fn later(&self, a: Value, b: Value) -> Option<Inst> {
        let makers = [a, b].map(|value| self.function.dfg.value_def(value).inst());
        let own = makers.into_iter().flatten().filter(|inst| self.times.place[*inst] != 0);
        own.max_by(|a, b| self.function.layout.pp_cmp(*a, *b))
    }
}

/// How long an instruction takes, about.
fn cycles(opcode: Opcode) -> u32 {
    match opcode {
        Opcode::Iconst | Opcode::Uextend | Opcode::Ireduce | Opcode::Bitcast => 0,
        Opcode::Imul | Opcode::Umulhi | Opcode::Smulhi => 3,
        opcode if opcode.can_load() => 4,
        Opcode::Fadd | Opcode::Fsub | Opcode::Fmul => 4,
        opcode if opcode.can_trap() => 12,
        _ => 1,
    }
}
