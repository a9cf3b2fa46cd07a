//! A comparison's result that is used behind a branch on the comparison in, what the branch tells of it out.
//!
//! Behind a branch its condition is known: the result is 1 where it leads if the condition holds, and 0 where it leads
//! otherwise. As constants there, it needs no register on the way, and nothing has to make a number of the processor's
//! flags. LLVM leaves no such uses; Binaryen's passes make many, which put results in locals.
//!
//! That holds in loops, too: what a way of the branch dominates is not reached from the comparison but by that way, in
//! whatever round.

use std::collections::HashMap;

use cranelift_codegen::Context;
use cranelift_codegen::cursor::{Cursor, FuncCursor};
use cranelift_codegen::dominator_tree::DominatorTree;
use cranelift_codegen::entity::EntitySet;
use cranelift_codegen::flowgraph::ControlFlowGraph;
use cranelift_codegen::ir::{Block, BlockArg, Function, Inst, InstBuilder, InstructionData, Opcode, Value};

use super::conditions::{compared_with_zero, is_comparison};
use super::uses::{insts, unary};
use crate::codegen::edge::only;

/// How many blocks up from a use a branch is looked for.
const FARTHEST: usize = 16;

/// The result of a comparison, as a number.
struct Number {
    value: Value,
    /// Conditions of branches that tell what it is, and whether it is 1 where they hold.
    conditions: Vec<(Value, bool)>,
    /// What uses it.
    users: Vec<Inst>,
}

/// Puts constants in the place of results all over the function, where that does for all uses of one.
pub(super) fn run(context: &mut Context) {
    let Context { func: function, domtree, cfg, .. } = context;
    for number in numbers(function) {
        let Some(outcomes) = Outcomes::of(function, domtree, cfg, &number) else { continue };
        if number.users.iter().all(|user| outcomes.are_known(function, domtree, *user)) {
            number.users.iter().for_each(|user| outcomes.replace(function, domtree, *user, number.value));
            let computation = function.dfg.value_def(number.value).unwrap_inst();
            function.layout.remove_inst(computation);
        }
    }
}

/// The results that are used as numbers, of comparisons that there are branches on.
fn numbers(function: &Function) -> Vec<Number> {
    let insts = insts(function);
    let mut branched = EntitySet::new();
    for inst in &insts {
        if let InstructionData::Brif { arg, .. } = function.dfg.insts[*inst] {
            branched.insert(arg);
        }
    }
    let (mut numbers, mut indices) = (Vec::new(), HashMap::new());
    let mut values = EntitySet::new();
    for inst in &insts {
        let InstructionData::Unary { opcode: Opcode::Uextend, arg } = function.dfg.insts[*inst] else {
            continue;
        };
        if !is_comparison(function, arg) {
            continue;
        }
        let of_zero = compared_with_zero(function, arg)
            .map(|(operand, equal)| (unary(function, operand, Opcode::Uextend).unwrap_or(operand), !equal));
        let mut conditions: Vec<_> = [(arg, true)].into_iter().chain(of_zero).collect();
        conditions.retain(|(condition, _)| branched.contains(*condition));
        if !conditions.is_empty() {
            let value = function.dfg.first_result(*inst);
            values.insert(value);
            indices.insert(value, numbers.len());
            numbers.push(Number { value, conditions, users: Vec::new() });
        }
    }
    if numbers.is_empty() {
        return numbers;
    }
    for inst in insts {
        for value in function.dfg.inst_values(inst).filter(|value| values.contains(*value)) {
            let users = &mut numbers[indices[&value]].users;
            if users.last() != Some(&inst) {
                users.push(inst);
            }
        }
    }
    numbers
}

/// What a number is behind a branch.
struct Outcomes {
    branch: Inst,
    /// Where the branch leads, if nothing else leads there; the number for either way.
    ways: [(Option<Block>, bool); 2],
}

impl Outcomes {
    /// By the branch that is nearest above the first use.
    fn of(
        function: &Function,
        domtree: &DominatorTree,
        cfg: &ControlFlowGraph,
        number: &Number,
    ) -> Option<Outcomes> {
        let told_by = |branch: Inst| {
            let InstructionData::Brif { arg, .. } = function.dfg.insts[branch] else { return None };
            let told = number.conditions.iter().find(|(condition, _)| *condition == arg);
            told.map(|(_, is_condition)| (branch, *is_condition))
        };
        let user = *number.users.first()?;
        let above = std::iter::successors(function.layout.inst_block(user), |block| domtree.idom(*block));
        let mut above =
            above.take(FARTHEST).filter_map(|block| only(cfg.pred_iter(block).map(|from| from.inst)));
        let (branch, is_condition) = told_by(user).or_else(|| above.find_map(told_by))?;
        let InstructionData::Brif { arg, blocks, .. } = &function.dfg.insts[branch] else { return None };
        let [first, second] = blocks.map(|block| block.block(&function.dfg.value_lists));
        if *arg == number.value || first == second {
            return None;
        }
        let alone = |block: Block| only(cfg.pred_iter(block)).map(|_| block);
        Some(Outcomes { branch, ways: [(alone(first), is_condition), (alone(second), !is_condition)] })
    }

    /// Whether it is known what the number is where `user` uses it; the branch itself hands on either.
    fn are_known(&self, function: &Function, domtree: &DominatorTree, user: Inst) -> bool {
        user == self.branch || self.at(function, domtree, user).is_some()
    }

    /// What the number is for an instruction behind the branch.
    fn at(&self, function: &Function, domtree: &DominatorTree, user: Inst) -> Option<bool> {
        let block = function.layout.inst_block(user)?;
        let leads =
            |way: &&(Option<Block>, bool)| way.0.is_some_and(|start| domtree.block_dominates(start, block));
        self.ways.iter().find(leads).map(|(_, holds)| *holds)
    }

    /// Puts constants in the place of the number where `user` uses it.
    fn replace(&self, function: &mut Function, domtree: &DominatorTree, user: Inst, number: Value) {
        if user == self.branch {
            self.hand_on(function, number);
        } else if let Some(holds) = self.at(function, domtree, user) {
            let constant = constant(function, user, number, holds);
            function.dfg.map_inst_values(user, |value| if value == number { constant } else { value });
        }
    }

    /// Hands on constants in the place of the number.
    fn hand_on(&self, function: &mut Function, number: Value) {
        let InstructionData::Brif { mut blocks, .. } = function.dfg.insts[self.branch] else { return };
        for (block, (_, holds)) in blocks.iter_mut().zip(self.ways) {
            let is_number = |arg: BlockArg| arg.as_value() == Some(number);
            if !block.args(&function.dfg.value_lists).any(is_number) {
                continue;
            }
            let constant = BlockArg::Value(constant(function, self.branch, number, holds));
            block.update_args(
                &mut function.dfg.value_lists,
                |arg| if is_number(arg) { constant } else { arg },
            );
        }
    }
}

/// What a number is, as a constant before this instruction.
fn constant(function: &mut Function, before: Inst, number: Value, holds: bool) -> Value {
    let ty = function.dfg.value_type(number);
    FuncCursor::new(function).at_inst(before).ins().iconst(ty, i64::from(holds))
}
