//! A region of a function in, what is handed over where it is left out.

use std::collections::{BTreeSet, HashMap};

use cranelift_codegen::cursor::FuncCursor;
use cranelift_codegen::entity::EntitySet;
use cranelift_codegen::flowgraph::ControlFlowGraph;
use cranelift_codegen::ir::{
    Block, BlockArg, ConstantData, Function, InstBuilder, Opcode, Type, Value, types,
};

use super::ARGUMENTS;
use super::region::Region;
use crate::codegen::edge::Edge;
use crate::codegen::names::live_at;
use crate::codegen::optimize::parameters::{self, Same};
use crate::codegen::optimize::uses::{block_of, same};

/// How many instructions that use one another are computed anew.
const DEEPEST: usize = 3;

/// A place at which the slow part starts.
pub(super) struct Start {
    pub(super) block: Block,
    /// What the block is handed.
    pub(super) args: Vec<Value>,
    /// What is used from there on.
    live: Vec<Value>,
}

/// An argument of the slow part.
pub(super) struct Argument {
    pub(super) ty: Type,
    pub(super) content: Content,
}

/// What an argument is.
pub(super) enum Content {
    /// The number of the start.
    Choice,
    /// One of these values, of which no two are handed over to the same start.
    Values(Vec<Value>),
}

/// What is handed over.
pub(super) struct Values {
    pub(super) starts: Vec<Start>,
    /// By exit of the region: where it leads.
    pub(super) exits: Vec<usize>,
    pub(super) arguments: Vec<Argument>,
    /// What is handed over, and to which starts: a bit for each.
    handed: HashMap<Value, u32>,
    /// All that is used at any start, but is computed in the region.
    pub(super) used: Vec<Value>,
    same: Same,
}

impl Values {
    /// None if that is too much.
    pub(super) fn of(function: &Function, region: &Region) -> Option<Values> {
        let live = live(function, region);
        let mut starts: Vec<Start> = Vec::new();
        let mut exits = Vec::new();
        for exit in &region.exits {
            let args = args(function, exit)?;
            let known = starts.iter().position(|start| start.block == exit.to && start.args == args);
            exits.push(known.unwrap_or(starts.len()));
            if known.is_none() {
                let live = live.get(&exit.to).cloned().unwrap_or_default();
                starts.push(Start { block: exit.to, args, live });
            }
        }
        if starts.len() > region.starts {
            return None;
        }
        let mut used: Vec<Value> = Vec::new();
        let mut seen = EntitySet::new();
        for start in &starts {
            used.extend(start.args.iter().chain(&start.live).filter(|value| seen.insert(**value)));
        }
        let edges = parameters::edges(function, region.list.iter().copied());
        let are_same = |one, other| same(function, one, other);
        let same = Same::of(function, &edges, region.list.iter(), region.list.len(), are_same);
        let mut handed: Vec<Value> = Vec::new();
        for value in used.iter().map(|value| same.resolve(function, *value)) {
            if !is_constant(function, value) && !handed.contains(&value) {
                handed.push(value);
            }
        }
        // What follows from others needs no place of its own.
        let mut index = 0;
        while let Some(value) = handed.get(index).copied() {
            let others: Vec<Value> = handed.iter().copied().filter(|other| *other != value).collect();
            if follows(function, &same, &others, value, DEEPEST) {
                handed.remove(index);
            } else {
                index += 1;
            }
        }
        let masks = masks(function, &starts, &same, &handed);
        let handed: Vec<(Value, u32)> = handed.into_iter().zip(masks).collect();
        let arguments = arguments(function, &handed, starts.len() > 1)?;
        Some(Values { starts, exits, arguments, handed: handed.into_iter().collect(), used, same })
    }

    /// What a value is as long as the region is not left.
    pub(super) fn resolve(&self, function: &Function, value: Value) -> Value {
        self.same.resolve(function, value)
    }

    /// Whether a value is handed over to the start of that number.
    pub(super) fn is_handed(&self, value: Value, number: usize) -> bool {
        self.handed[&value] & 1 << number != 0
    }
}

/// To which starts values are handed over: those at which they are used, or what follows from them.
fn masks(function: &Function, starts: &[Start], same: &Same, handed: &[Value]) -> Vec<u32> {
    let mut masks = vec![0; handed.len()];
    for (number, start) in starts.iter().enumerate() {
        let mut pending: Vec<Value> = start.args.iter().chain(&start.live).copied().collect();
        let mut seen = EntitySet::new();
        while let Some(value) = pending.pop() {
            let value = same.resolve(function, value);
            if !seen.insert(value) {
                continue;
            }
            match handed.iter().position(|handed| *handed == value) {
                Some(index) => masks[index] |= 1 << number,
                None => {
                    let origin = function.dfg.value_def(value).unwrap_inst();
                    pending.extend(function.dfg.inst_values(origin));
                }
            }
        }
    }
    masks
}

/// What an edge hands over; none if that is not only values.
fn args(function: &Function, exit: &Edge) -> Option<Vec<Value>> {
    let dfg = &function.dfg;
    let branch = function.layout.last_inst(exit.from)?;
    let calls = dfg.insts[branch].branch_destination(&dfg.jump_tables, &dfg.exception_tables);
    calls[exit.number].args(&dfg.value_lists).map(|arg: BlockArg| arg.as_value()).collect()
}

/// Values and the choice as arguments, with numbers that find no register in others; what is an argument of the
/// function is the same one, if that can be.
fn arguments(function: &Function, handed: &[(Value, u32)], has_choice: bool) -> Option<Vec<Argument>> {
    let ty = |value: Value| function.dfg.value_type(value);
    let params = function.dfg.block_params(function.layout.entry_block()?);
    let (mut numbers, mut others): (Vec<Place>, Vec<Place>) = (Vec::new(), Vec::new());
    for param in params {
        let places = if ty(*param).is_int() { &mut numbers } else { &mut others };
        let mask = handed.iter().find(|(value, _)| value == param).map_or(0, |(_, mask)| *mask);
        let content = if mask == 0 { Vec::new() } else { vec![*param] };
        places.push(Place { argument: Argument { ty: ty(*param), content: Content::Values(content) }, mask });
    }
    if has_choice {
        let choice = Argument { ty: types::I32, content: Content::Choice };
        match numbers.iter_mut().find(|place| place.mask == 0) {
            Some(place) => *place = Place { argument: choice, mask: u32::MAX },
            None => numbers.push(Place { argument: choice, mask: u32::MAX }),
        }
    }
    for (value, mask) in handed.iter().filter(|(value, _)| !params.contains(value)) {
        let ty = ty(*value);
        let places = if ty.is_int() { &mut numbers } else { &mut others };
        let free = places
            .iter_mut()
            .find(|place| place.mask & mask == 0 && (place.mask == 0 || place.argument.ty == ty));
        match free {
            Some(place) => place.add(*value, ty, *mask),
            None => {
                let content = Content::Values(vec![*value]);
                places.push(Place { argument: Argument { ty, content }, mask: *mask });
            }
        }
    }
    numbers.retain(|place| place.mask != 0);
    others.retain(|place| place.mask != 0);
    let moved = numbers.split_off(numbers.len().min(ARGUMENTS.numbers));
    for mut place in moved {
        place.argument.ty = match place.argument.ty {
            types::I32 => types::F32,
            types::I64 => types::F64,
            _ => return None,
        };
        others.push(place);
    }
    let fits = others.len() <= ARGUMENTS.others && numbers.iter().all(|place| place.argument.ty.bits() <= 64);
    numbers.extend(others);
    fits.then(|| numbers.into_iter().map(|place| place.argument).collect())
}

/// A place of an argument.
struct Place {
    argument: Argument,
    /// At which starts it is taken: a bit for each.
    mask: u32,
}

impl Place {
    fn add(&mut self, value: Value, ty: Type, mask: u32) {
        if let Content::Values(values) = &mut self.argument.content {
            values.push(value);
        }
        self.argument.ty = ty;
        self.mask |= mask;
    }
}

/// Whether the value costs nothing.
fn is_constant(function: &Function, value: Value) -> bool {
    function.dfg.value_def(value).inst().is_some_and(|inst| {
        matches!(
            function.dfg.insts[inst].opcode(),
            Opcode::Iconst | Opcode::F32const | Opcode::F64const | Opcode::Vconst | Opcode::SymbolValue
        )
    })
}

/// Whether a value is computed from these, by so many instructions at most that use one another.
fn follows(function: &Function, same: &Same, others: &[Value], value: Value, depth: usize) -> bool {
    let value = same.resolve(function, value);
    is_constant(function, value)
        || others.contains(&value)
        || depth > 0
            && operands(function, value).is_some_and(|mut operands| {
                operands.all(|operand| follows(function, same, others, operand, depth - 1))
            })
}

/// What a value is computed from, if that costs little.
fn operands(function: &Function, value: Value) -> Option<impl Iterator<Item = Value>> {
    let inst = function.dfg.value_def(value).inst()?;
    let is_cheap = matches!(
        function.dfg.insts[inst].opcode(),
        Opcode::Uextend
            | Opcode::Sextend
            | Opcode::Ireduce
            | Opcode::Iadd
            | Opcode::Isub
            | Opcode::Band
            | Opcode::Bor
            | Opcode::Bxor
            | Opcode::Ishl
            | Opcode::Ushr
            | Opcode::Sshr
            | Opcode::Icmp
    );
    is_cheap.then(|| function.dfg.inst_values(inst))
}

/// By place that the region is left to: the values of the region that are used there or further on.
fn live(function: &Function, region: &Region) -> HashMap<Block, Vec<Value>> {
    let mut cfg = ControlFlowGraph::new();
    cfg.compute(function);
    let mut users: Vec<(Value, Vec<Block>)> = Vec::new();
    let mut indices: HashMap<Value, usize> = HashMap::new();
    for block in function.layout.blocks() {
        for inst in function.layout.block_insts(block) {
            for value in function.dfg.inst_values(inst) {
                let origin = block_of(function, value);
                if origin.is_some_and(|origin| origin != block && region.contains(origin)) {
                    let index = *indices.entry(value).or_insert_with(|| {
                        users.push((value, Vec::new()));
                        users.len() - 1
                    });
                    if users[index].1.last() != Some(&block) {
                        users[index].1.push(block);
                    }
                }
            }
        }
    }
    let starts: BTreeSet<Block> = region.exits.iter().map(|exit| exit.to).collect();
    let mut live: HashMap<Block, Vec<Value>> = HashMap::new();
    for (value, users) in users {
        let origin = block_of(function, value).expect("it is in the region");
        let at = live_at(&cfg, users, &[origin]);
        for start in starts.iter().filter(|start| at.contains(**start)) {
            live.entry(*start).or_default().push(value);
        }
    }
    live
}

/// A value of this type.
pub(super) fn anything(cursor: &mut FuncCursor<'_>, ty: Type) -> Value {
    match ty {
        types::F32 => cursor.ins().f32const(0.0),
        types::F64 => cursor.ins().f64const(0.0),
        ty if ty.is_vector() => {
            let zeros = cursor.func.dfg.constants.insert(ConstantData::from(vec![0; ty.bytes() as usize]));
            cursor.ins().vconst(ty, zeros)
        }
        ty => cursor.ins().iconst(ty, 0),
    }
}
