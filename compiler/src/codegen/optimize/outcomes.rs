//! A comparison's result that is used behind a branch on the comparison in, what the branch tells of it out.
//!
//! Behind a branch its condition is known: the result is 1 where it leads if the condition holds, and 0 where it leads
//! otherwise. As constants there, it needs no register on the way, and nothing has to make a number of the processor's
//! flags. LLVM leaves no such uses; Binaryen's passes make many, which put results in locals.

use std::collections::HashMap;

use cranelift_codegen::Context;
use cranelift_codegen::cursor::{Cursor, FuncCursor};
use cranelift_codegen::dominator_tree::DominatorTree;
use cranelift_codegen::entity::EntitySet;
use cranelift_codegen::flowgraph::ControlFlowGraph;
use cranelift_codegen::ir::{Block, BlockArg, Function, Inst, InstBuilder, InstructionData, Opcode, Value};

use super::conditions::{compared_with_zero, is_comparison};
use super::uses::{insts, unary};

/// A result, and a branch on what it is the result of.
struct Result {
    value: Value,
    branch: Inst,
    /// Whether it is 1 where the condition holds.
    is_condition: bool,
}

/// Puts constants in the place of results all over the function, where that does for all uses of one.
pub(super) fn run(context: &mut Context) {
    let Context { func: function, domtree, cfg, .. } = context;
    let results = results(function);
    if results.is_empty() {
        return;
    }
    let mut users = users(function, &results);
    for result in results {
        let Some(outcomes) = Outcomes::of(function, cfg, &result) else { continue };
        let Some(users_of) = users.get(&result.value) else { continue };
        if users_of.iter().all(|user| outcomes.at(function, domtree, *user).is_some()) {
            for user in users.remove(&result.value).unwrap_or_default() {
                outcomes.replace(function, domtree, user, result.value);
            }
            let number = function.dfg.value_def(result.value).unwrap_inst();
            function.layout.remove_inst(number);
        }
    }
}

/// The results of comparisons, as numbers, that there are branches on.
fn results(function: &Function) -> Vec<Result> {
    // By value: the numbers that tell whether it is zero or not.
    let mut numbers: HashMap<Value, Vec<(Value, bool)>> = HashMap::new();
    let mut branches = Vec::new();
    for inst in insts(function) {
        match function.dfg.insts[inst] {
            InstructionData::Unary { opcode: Opcode::Uextend, arg } if is_comparison(function, arg) => {
                let number = function.dfg.first_result(inst);
                numbers.entry(arg).or_default().push((number, true));
                if let Some((operand, equal)) = compared_with_zero(function, arg) {
                    let operand = unary(function, operand, Opcode::Uextend).unwrap_or(operand);
                    numbers.entry(operand).or_default().push((number, !equal));
                }
            }
            InstructionData::Brif { arg, .. } => branches.push((inst, arg)),
            _ => {}
        }
    }
    let results = |(branch, condition): (Inst, Value)| {
        let numbers = numbers.get(&condition).map(Vec::as_slice).unwrap_or_default();
        numbers.iter().map(move |(value, is_condition)| Result {
            value: *value,
            branch,
            is_condition: *is_condition,
        })
    };
    branches.into_iter().flat_map(results).collect()
}

/// By result: what uses it.
fn users(function: &Function, results: &[Result]) -> HashMap<Value, Vec<Inst>> {
    let mut values = EntitySet::new();
    values.extend(results.iter().map(|result| result.value));
    let mut users: HashMap<Value, Vec<Inst>> = HashMap::new();
    for inst in insts(function) {
        for value in function.dfg.inst_values(inst).filter(|value| values.contains(*value)) {
            users.entry(value).or_default().push(inst);
        }
    }
    users.values_mut().for_each(Vec::dedup);
    users
}

/// What a result is behind a branch.
struct Outcomes {
    branch: Inst,
    /// Where the branch leads, if nothing else leads there; the result for either way.
    ways: [(Option<Block>, bool); 2],
}

impl Outcomes {
    fn of(function: &Function, cfg: &ControlFlowGraph, result: &Result) -> Option<Outcomes> {
        let InstructionData::Brif { arg, blocks, .. } = &function.dfg.insts[result.branch] else {
            return None;
        };
        if *arg == result.value {
            return None;
        }
        let [first, second] = blocks.map(|block| block.block(&function.dfg.value_lists));
        let alone = |block: Block| (first != second && cfg.pred_iter(block).count() == 1).then_some(block);
        let ways = [(alone(first), result.is_condition), (alone(second), !result.is_condition)];
        Some(Outcomes { branch: result.branch, ways })
    }

    /// What the result is for an instruction that uses it, if that is known; for the branch itself, which hands on
    /// either, anything.
    fn at(&self, function: &Function, domtree: &DominatorTree, user: Inst) -> Option<bool> {
        if user == self.branch {
            return Some(false);
        }
        let block = function.layout.inst_block(user)?;
        let leads =
            |way: &&(Option<Block>, bool)| way.0.is_some_and(|start| domtree.block_dominates(start, block));
        self.ways.iter().find(leads).map(|(_, holds)| *holds)
    }

    /// Puts constants in the place of the result where `user` uses it.
    fn replace(&self, function: &mut Function, domtree: &DominatorTree, user: Inst, result: Value) {
        if user == self.branch {
            self.hand_on(function, result);
        } else if let Some(holds) = self.at(function, domtree, user) {
            let constant = constant(function, user, result, holds);
            function.dfg.map_inst_values(user, |value| if value == result { constant } else { value });
        }
    }

    /// Hands on constants in the place of the result.
    fn hand_on(&self, function: &mut Function, result: Value) {
        let InstructionData::Brif { mut blocks, .. } = function.dfg.insts[self.branch] else { return };
        for (block, (_, holds)) in blocks.iter_mut().zip(self.ways) {
            let is_result = |arg: BlockArg| arg.as_value() == Some(result);
            if !block.args(&function.dfg.value_lists).any(is_result) {
                continue;
            }
            let constant = BlockArg::Value(constant(function, self.branch, result, holds));
            block.update_args(
                &mut function.dfg.value_lists,
                |arg| if is_result(arg) { constant } else { arg },
            );
        }
    }
}

/// What a result is, as a constant before this instruction.
fn constant(function: &mut Function, before: Inst, result: Value, holds: bool) -> Value {
    let ty = function.dfg.value_type(result);
    FuncCursor::new(function).at_inst(before).ins().iconst(ty, i64::from(holds))
}
