//! Ladders in, tables out: of a number that is compared with one constant after the other, each its own way.
//!
//! A function that Asyncify instrumented finds the call it is resumed at by asking at each whether it is that one.
//! So where it has loaded which one it is, on a way that is taken seldom, the questions that follow are followed,
//! with what is known there, as long as nothing is done between them. Where they lead by each number becomes a
//! table. Of what is found, no way is used that would pass by something its goal needs.

use cranelift_codegen::Context;
use cranelift_codegen::cursor::{Cursor, FuncCursor};
use cranelift_codegen::dominator_tree::DominatorTree;
use cranelift_codegen::flowgraph::ControlFlowGraph;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{
    Block, BlockArg, BlockCall, Function, Inst, InstBuilder, InstructionData, JumpTableData, Opcode, Value,
    ValueDef, types,
};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::codegen::edge::only;

/// How many rungs pay for a table.
const SHORTEST: usize = 32;

/// How many entries a table has for each rung at most.
const SPARSEST: usize = 4;

/// How many blocks there are between two rungs at most.
const FARTHEST: usize = 256;

/// How many branches back from a ladder are looked at for what is known there.
const ENTRIES: usize = 4;

/// How deep conditions are looked into.
const DEPTH: usize = 6;

/// What is known of the truth of a value.
#[derive(Clone, Copy)]
enum Truth {
    Known(bool),
    /// Whether it holds is whether the value is the constant, or whether it is not.
    Is(Value, u64),
    IsNot(Value, u64),
}

/// A way up a ladder.
struct Climb<'f> {
    function: &'f Function,
    /// What parameters of the blocks passed are on this way.
    passed: FxHashMap<Value, Value>,
    blocks: FxHashSet<Block>,
    /// Values that are known to be constants on this way.
    facts: FxHashMap<Value, u64>,
}

/// Where one number leads.
struct Rung {
    number: u64,
    block: Block,
    args: Vec<Value>,
}

/// Makes a table of the function's first ladder; whether there was one.
pub(super) fn run(context: &mut Context) -> bool {
    let Context { func: function, cfg, domtree, .. } = context;
    let mut starts = function.layout.blocks().filter(|block| function.layout.is_cold(*block));
    let found = starts.find_map(|start| {
        let (number, rungs) = ladder(function, cfg, domtree, start)?;
        Some((start, number, rungs))
    });
    let Some((start, number, rungs)) = found else { return false };
    replace(function, start, number, &rungs);
    true
}

/// The ladder that begins behind a block, if one does: the number, which the block loads, and the rungs.
fn ladder(
    function: &Function,
    cfg: &ControlFlowGraph,
    domtree: &DominatorTree,
    start: Block,
) -> Option<(Value, Vec<Rung>)> {
    let mut climb = Climb {
        function,
        passed: FxHashMap::default(),
        blocks: FxHashSet::default(),
        facts: FxHashMap::default(),
    };
    let end = function.layout.last_inst(start)?;
    let InstructionData::Jump { destination, .. } = function.dfg.insts[end] else { return None };
    if !function.layout.block_insts(start).any(|inst| loads(function, inst)) {
        return None;
    }
    climb.learn_entry(cfg, start);
    let (mut number, mut rungs) = (None, Vec::new());
    let mut seen = FxHashSet::default();
    let mut next = Some(destination);
    let mut steps = 0;
    while let Some(call) = next.take().filter(|_| steps < FARTHEST) {
        steps += 1;
        let Some((truth, ways)) = climb.follow(call) else { break };
        let (is, other) = match truth {
            Truth::Known(holds) => {
                next = Some(ways[usize::from(!holds)]);
                continue;
            }
            Truth::Is(..) => (ways[0], ways[1]),
            Truth::IsNot(..) => (ways[1], ways[0]),
        };
        let (Truth::Is(value, constant) | Truth::IsNot(value, constant)) = truth else { break };
        if *number.get_or_insert(value) != value || !is_loaded_in(function, value, start) {
            break;
        }
        let block = is.block(&function.dfg.value_lists);
        let passes_by = domtree.idom(block).is_none_or(|above| !domtree.block_dominates(above, start));
        if let (true, false, Some(args)) = (seen.insert(constant), passes_by, climb.args(is)) {
            rungs.push(Rung { number: constant, block, args });
        }
        next = Some(other);
        steps = 0;
    }
    let entries = rungs.iter().map(|rung| rung.number as usize + 1).max()?;
    let pays = rungs.len() >= SHORTEST && entries <= rungs.len() * SPARSEST;
    pays.then_some((number?, rungs))
}

/// Whether a value of 32 bits is loaded in this block.
fn is_loaded_in(function: &Function, value: Value, block: Block) -> bool {
    let ValueDef::Result(inst, _) = function.dfg.value_def(value) else { return false };
    function.layout.inst_block(inst) == Some(block) && loads(function, inst)
}

/// Whether an instruction loads 32 bits.
fn loads(function: &Function, inst: Inst) -> bool {
    matches!(function.dfg.insts[inst], InstructionData::Load { opcode: Opcode::Load, .. })
        && function.dfg.value_type(function.dfg.first_result(inst)) == types::I32
}

impl Climb<'_> {
    /// Learns from the branches that alone lead to a block.
    fn learn_entry(&mut self, cfg: &ControlFlowGraph, start: Block) {
        let mut block = start;
        for _ in 0..ENTRIES {
            let Some(way) = only(cfg.pred_iter(block)) else { break };
            if let InstructionData::Brif { arg, blocks, .. } = self.function.dfg.insts[way.inst] {
                let goals = blocks.map(|goal| goal.block(&self.function.dfg.value_lists));
                match self.truth(arg, DEPTH) {
                    Some(Truth::Is(value, constant)) if goals[0] == block && goals[1] != block => {
                        self.facts.insert(value, constant);
                    }
                    Some(Truth::IsNot(value, constant)) if goals[1] == block && goals[0] != block => {
                        self.facts.insert(value, constant);
                    }
                    _ => {}
                }
            }
            block = way.block;
        }
    }

    /// Goes through a block that does nothing: what its branch asks, and where that leads if it holds and if not.
    fn follow(&mut self, call: BlockCall) -> Option<(Truth, [BlockCall; 2])> {
        let dfg = &self.function.dfg;
        let block = call.block(&dfg.value_lists);
        let args = call.args(&dfg.value_lists).map(|arg| arg.as_value().map(|value| self.passed_as(value)));
        let args: Option<Vec<Value>> = args.collect();
        if !self.blocks.insert(block) {
            return None;
        }
        self.passed.extend(dfg.block_params(block).iter().copied().zip(args?));
        let end = self.function.layout.last_inst(block)?;
        let does_nothing = |inst: Inst| {
            let opcode = dfg.insts[inst].opcode();
            !(opcode.can_trap()
                || opcode.can_load()
                || opcode.can_store()
                || opcode.is_call()
                || opcode.other_side_effects())
        };
        if !self.function.layout.block_insts(block).all(|inst| inst == end || does_nothing(inst)) {
            return None;
        }
        match dfg.insts[end] {
            InstructionData::Jump { destination, .. } => Some((Truth::Known(true), [destination; 2])),
            InstructionData::Brif { arg, blocks, .. } => Some((self.truth(arg, DEPTH)?, blocks)),
            InstructionData::BranchTable { arg, table, .. } => {
                let number = self.number(self.passed_as(arg))? as usize;
                let table = &dfg.jump_tables[table];
                let goal = table.as_slice().get(number).copied().unwrap_or(table.default_block());
                Some((Truth::Known(true), [goal; 2]))
            }
            _ => None,
        }
    }

    /// What a value is on this way.
    fn passed_as(&self, value: Value) -> Value {
        let value = self.function.dfg.resolve_aliases(value);
        self.passed.get(&value).copied().unwrap_or(value)
    }

    /// What a block is passed, if all of that is there before the way as well, or a constant.
    fn args(&self, call: BlockCall) -> Option<Vec<Value>> {
        let dfg = &self.function.dfg;
        let is_there = |value: &Value| match dfg.value_def(*value) {
            ValueDef::Result(inst, _) => {
                let block = self.function.layout.inst_block(inst);
                is_constant(self.function, inst) || block.is_some_and(|block| !self.blocks.contains(&block))
            }
            ValueDef::Param(block, _) => !self.blocks.contains(&block),
            ValueDef::Union(..) => false,
        };
        let args = call.args(&dfg.value_lists);
        args.map(|arg| arg.as_value().map(|value| self.passed_as(value)).filter(is_there)).collect()
    }

    fn number(&self, value: Value) -> Option<u64> {
        let dfg = &self.function.dfg;
        let ValueDef::Result(inst, _) = dfg.value_def(value) else { return self.facts.get(&value).copied() };
        // What is computed again on the way may be something else there.
        let block = self.function.layout.inst_block(inst).filter(|block| !self.blocks.contains(block));
        if let Some(number) = block.and_then(|_| self.facts.get(&value)) {
            return Some(*number);
        }
        let InstructionData::UnaryImm { opcode: Opcode::Iconst, imm } = dfg.insts[inst] else { return None };
        Some(imm.bits() as u64 & (u64::MAX >> (64 - dfg.value_type(value).bits())))
    }

    fn truth(&self, value: Value, depth: usize) -> Option<Truth> {
        let depth = depth.checked_sub(1)?;
        let dfg = &self.function.dfg;
        let value = self.passed_as(value);
        if let Some(number) = self.number(value) {
            return Some(Truth::Known(number != 0));
        }
        let ValueDef::Result(inst, _) = dfg.value_def(value) else { return Some(Truth::IsNot(value, 0)) };
        match dfg.insts[inst] {
            InstructionData::Unary { opcode: Opcode::Uextend, arg } => self.truth(arg, depth),
            InstructionData::IntCompare { cond: cond @ (IntCC::Equal | IntCC::NotEqual), args, .. } => {
                let [x, y] = args.map(|arg| self.passed_as(arg));
                let equal = match (self.number(x), self.number(y)) {
                    (Some(x), Some(y)) => Truth::Known(x == y),
                    (None, Some(y)) => Truth::Is(x, y),
                    (Some(x), None) => Truth::Is(y, x),
                    (None, None) => return None,
                };
                Some(if cond == IntCC::Equal { equal } else { opposite(equal) })
            }
            InstructionData::Binary { opcode: Opcode::Bor, args: [x, y] } => {
                match (self.truth(x, depth), self.truth(y, depth)) {
                    (Some(Truth::Known(true)), _) | (_, Some(Truth::Known(true))) => Some(Truth::Known(true)),
                    (Some(Truth::Known(false)), other) | (other, Some(Truth::Known(false))) => other,
                    _ => None,
                }
            }
            InstructionData::Ternary { opcode: Opcode::Select, args: [condition, x, y] } => {
                match (self.truth(condition, depth), self.truth(x, depth), self.truth(y, depth)) {
                    (Some(Truth::Known(true)), truth, _) | (Some(Truth::Known(false)), _, truth) => truth,
                    (condition, Some(Truth::Known(x)), Some(Truth::Known(y))) => match (x, y) {
                        (true, false) => condition,
                        (false, true) => condition.map(opposite),
                        _ => Some(Truth::Known(x)),
                    },
                    _ => None,
                }
            }
            _ => Some(Truth::IsNot(value, 0)),
        }
    }
}

fn opposite(truth: Truth) -> Truth {
    match truth {
        Truth::Known(holds) => Truth::Known(!holds),
        Truth::Is(value, constant) => Truth::IsNot(value, constant),
        Truth::IsNot(value, constant) => Truth::Is(value, constant),
    }
}

fn is_constant(function: &Function, inst: Inst) -> bool {
    matches!(function.dfg.insts[inst].opcode(), Opcode::Iconst | Opcode::F32const | Opcode::F64const)
}

/// Puts the table at the end of a block, which jumps to the start of the ladder with all other numbers.
fn replace(function: &mut Function, start: Block, number: Value, rungs: &[Rung]) {
    let end = function.layout.last_inst(start).expect("a block has an end");
    let InstructionData::Jump { destination: ladder, .. } = function.dfg.insts[end] else { return };
    let entries = rungs.iter().map(|rung| rung.number as usize + 1).max().unwrap_or(0);
    let lists = &mut function.dfg.value_lists;
    let mut table: Vec<BlockCall> = (0..entries).map(|_| ladder.deep_clone(lists)).collect();
    for rung in rungs {
        let args: Vec<BlockArg> = rung.args.iter().map(|arg| here(function, end, *arg).into()).collect();
        table[rung.number as usize] = BlockCall::new(rung.block, args, &mut function.dfg.value_lists);
    }
    let table = function.create_jump_table(JumpTableData::new(ladder, &table));
    let mut cursor = FuncCursor::new(function).at_inst(end);
    cursor.ins().br_table(number, table);
    cursor.remove_inst();
}

/// The value, before `inst`: a constant is made anew.
fn here(function: &mut Function, inst: Inst, value: Value) -> Value {
    match function.dfg.value_def(value) {
        ValueDef::Result(constant, _) if is_constant(function, constant) => {
            let copy = function.dfg.clone_inst(constant);
            function.layout.insert_inst(copy, inst);
            function.dfg.first_result(copy)
        }
        _ => value,
    }
}
