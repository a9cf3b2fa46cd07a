//! A function in, between which bounds each of its integers stays out.
//!
//! Bounds are of the value as an unsigned number of its type. What an instruction computes is bounded by
//! its operands' bounds; what a loop carries is in `inductions.rs`. Where nothing is known, the bounds are
//! those of the type: every answer holds in every execution.

use std::cell::OnceCell;
use std::mem::offset_of;
use std::rc::Rc;

use ahead_abi::memory::Memory;
use cranelift_codegen::dominator_tree::DominatorTree;
use cranelift_codegen::entity::EntitySet;
use cranelift_codegen::flowgraph::ControlFlowGraph;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::immediates::Offset32;
use cranelift_codegen::ir::{
    Block, ExternalName, Function, GlobalValueData, Inst, InstructionData, Opcode, Value, ValueDef,
};
use rustc_hash::{FxHashMap, FxHashSet};

use super::guards::{self, Guard, Guards};
use super::inductions::{self, Edge, Induction, offset_from};
use super::uses::constant;
use crate::plan::Symbol;

/// How many instructions deep an answer looks.
const DEPTH: u32 = 24;

/// How many answers are forgotten, of those that were given before all they depend on was known: when they are so many,
/// or as many as the function has values, no more are, as all would be found over and over again.
const MOST_FORGOTTEN: usize = 100_000;

/// Bounds, both inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Range {
    pub(super) low: u64,
    pub(super) high: u64,
}

impl Range {
    pub(super) fn exact(value: u64) -> Range {
        Range { low: value, high: value }
    }

    /// What holds both.
    pub(super) fn hull(self, other: Range) -> Range {
        Range { low: self.low.min(other.low), high: self.high.max(other.high) }
    }

    /// The only number within, if there is but one.
    pub(super) fn single(self) -> Option<u64> {
        (self.low == self.high).then_some(self.low)
    }
}

/// What is asked for.
enum Question {
    Value(Value),
    Loop(Block),
}

/// An answer.
struct Answer<T> {
    found: T,
    /// Whether it needed what was itself being answered, or lay too deep: it holds, but may be wider than it would be
    /// by itself, and is forgotten.
    is_vague: bool,
}

/// The answers found so far.
pub(super) struct Ranges<'f> {
    pub(super) function: &'f Function,
    pub(super) cfg: &'f ControlFlowGraph,
    pub(super) domtree: &'f DominatorTree,
    guards: OnceCell<Guards>,
    headers: OnceCell<EntitySet<Block>>,
    edges: FxHashMap<Block, Rc<[Edge]>>,
    known: FxHashMap<Value, Answer<Range>>,
    pending: FxHashSet<Value>,
    depth: u32,
    inductions: FxHashMap<Block, Answer<Vec<Induction>>>,
    pending_loops: FxHashSet<Block>,
    /// Whether the answer that is being found is vague.
    is_vague: bool,
    /// What had vague answers since nothing was being answered.
    vague: Vec<Question>,
    /// How many of these were forgotten.
    forgotten: usize,
    /// By memory: the bytes that it has at least.
    min_lens: &'f [u64],
}

impl<'f> Ranges<'f> {
    /// None yet.
    pub(super) fn new(
        function: &'f Function,
        cfg: &'f ControlFlowGraph,
        domtree: &'f DominatorTree,
        min_lens: &'f [u64],
    ) -> Self {
        Ranges {
            function,
            cfg,
            domtree,
            guards: OnceCell::new(),
            headers: OnceCell::new(),
            edges: FxHashMap::default(),
            known: FxHashMap::default(),
            pending: FxHashSet::default(),
            depth: 0,
            inductions: FxHashMap::default(),
            pending_loops: FxHashSet::default(),
            is_vague: false,
            vague: Vec::new(),
            forgotten: 0,
            min_lens,
        }
    }

    /// What holds where.
    pub(super) fn guards(&self) -> &Guards {
        self.guards.get_or_init(|| Guards::of(self.function, self.cfg, self.domtree))
    }

    /// Whether a loop starts there.
    pub(super) fn is_loop_header(&self, block: Block) -> bool {
        let find = || inductions::loop_headers(self.function, self.cfg, self.domtree);
        self.headers.get_or_init(find).contains(block)
    }

    /// All ways to `block`.
    pub(super) fn edges_to(&mut self, block: Block) -> Rc<[Edge]> {
        let find = || inductions::edges_to(self.function, self.cfg, block).into();
        self.edges.entry(block).or_insert_with(find).clone()
    }

    /// The greatest number of the type of `value`, which has at most 64 bits.
    pub(super) fn greatest(&self, value: Value) -> u64 {
        u64::MAX >> (64 - self.function.dfg.value_type(value).bits().clamp(1, 64))
    }

    /// The bounds of `value`.
    pub(super) fn of(&mut self, value: Value) -> Range {
        if let Some(answer) = self.known.get(&value) {
            self.is_vague |= answer.is_vague;
            return answer.found;
        }
        let all = Range { low: 0, high: self.greatest(value) };
        let ty = self.function.dfg.value_type(value);
        if !ty.is_int() || ty.bits() > 64 {
            return all;
        }
        if self.depth == DEPTH || !self.pending.insert(value) {
            self.is_vague = true;
            return all;
        }
        let was_vague = std::mem::take(&mut self.is_vague);
        self.depth += 1;
        let range = match self.function.dfg.value_def(value) {
            ValueDef::Result(inst, _) => self.of_instruction(value, inst),
            ValueDef::Param(block, index) => self.of_parameter(block, index),
            ValueDef::Union(..) => None,
        };
        self.depth -= 1;
        self.pending.remove(&value);
        let range = range.unwrap_or(all);
        debug_assert!(range.low <= range.high && range.high <= all.high);
        let is_vague = self.answered(Question::Value(value), was_vague);
        self.known.insert(value, Answer { found: range, is_vague });
        range
    }

    /// Whether the answer that was just found is vague. Where nothing else is being answered, it is as good as it gets,
    /// and the vague ones on the way to it are forgotten: they are found again when they are asked for themselves.
    fn answered(&mut self, question: Question, was_vague: bool) -> bool {
        if self.depth > 0 || !self.pending_loops.is_empty() {
            let is_vague =
                self.is_vague && self.forgotten < MOST_FORGOTTEN.min(self.function.dfg.num_values());
            if is_vague {
                self.vague.push(question);
            }
            self.is_vague |= was_vague;
            return is_vague;
        }
        self.is_vague = false;
        self.forgotten += self.vague.len();
        for question in self.vague.drain(..) {
            match question {
                Question::Value(value) => drop(self.known.remove(&value)),
                Question::Loop(block) => drop(self.inductions.remove(&block)),
            }
        }
        false
    }

    /// What is known of the parameter of that index of a loop's header.
    pub(super) fn induction(&mut self, block: Block, index: usize) -> Induction {
        if !self.inductions.contains_key(&block) {
            // Bounds within that would need this very answer see that there is none yet.
            let none = vec![Induction::default(); self.function.dfg.num_block_params(block)];
            self.inductions.insert(block, Answer { found: none, is_vague: true });
            self.pending_loops.insert(block);
            let was_vague = std::mem::take(&mut self.is_vague);
            let found = inductions::of_loop(self, block);
            self.pending_loops.remove(&block);
            let is_vague = self.answered(Question::Loop(block), was_vague);
            self.inductions.insert(block, Answer { found, is_vague });
        }
        let answer = &self.inductions[&block];
        self.is_vague |= answer.is_vague;
        answer.found[index]
    }

    /// The bounds of `value` where it is used in `block`, which may be narrower for the branches on the way there.
    pub(super) fn within(&mut self, value: Value, block: Block) -> Range {
        let range = self.of(value);
        self.narrowed(range, value, None, block)
    }

    /// The bounds of `value` where a way to another block is taken.
    pub(super) fn on_edge(&mut self, value: Value, edge: &Edge) -> Range {
        let range = self.of(value);
        self.narrowed(range, value, guards::of_edge(self.function, edge.branch, edge.destination), edge.block)
    }

    fn narrowed(&mut self, mut range: Range, value: Value, guard: Option<Guard>, block: Block) -> Range {
        let ty = self.function.dfg.value_type(value);
        let is_known = range.single().is_some() || !ty.is_int() || ty.bits() > 64;
        if is_known || !self.guards().may_be_about(value) {
            return range;
        }
        let sides = guard.into_iter().chain(self.guards().holding_in(block, None)).flat_map(Guard::sides);
        let about = sides.filter_map(|(cond, compared, other)| {
            Some((cond, offset_from(self.function, compared, value)?, other))
        });
        let about: Vec<_> = about.collect();
        // The first branch on the way comes first: what it says can make another's comparison say more.
        for (cond, offset, other) in about.into_iter().rev() {
            let other = other.map_or(Range::exact(0), |other| self.of(other));
            range = self.narrowed_by(range, value, offset, cond, other);
        }
        range
    }

    /// The numbers in `range`, the bounds of `value`, that with `offset` added compare so with `other`.
    fn narrowed_by(&self, range: Range, value: Value, offset: u64, cond: IntCC, other: Range) -> Range {
        let greatest = self.greatest(value);
        let all = Range { low: 0, high: greatest };
        let moved = sum(range, Range::exact(offset), greatest).map_or(all, |(moved, _)| moved);
        let back = Range::exact(offset.wrapping_neg() & greatest);
        let narrower = guards::narrowed(moved, cond, other, greatest);
        match narrower.and_then(|narrower| sum(narrower, back, greatest)) {
            Some((found, _)) => {
                let both = Range { low: range.low.max(found.low), high: range.high.min(found.high) };
                // What cannot be is never reached.
                if both.low <= both.high { both } else { range }
            }
            None => range,
        }
    }

    fn of_parameter(&mut self, block: Block, index: usize) -> Option<Range> {
        if self.function.layout.entry_block() == Some(block) {
            return None;
        }
        if self.is_loop_header(block) {
            return self.induction(block, index).range;
        }
        self.of_edges(block, index)
    }

    /// What holds all that is handed to the parameter of that index.
    pub(super) fn of_edges(&mut self, block: Block, index: usize) -> Option<Range> {
        let mut all: Option<Range> = None;
        for edge in self.edges_to(block).iter() {
            let range = self.on_edge(edge.argument(index)?, edge);
            all = Some(all.map_or(range, |all| all.hull(range)));
        }
        all
    }

    fn of_instruction(&mut self, value: Value, inst: Inst) -> Option<Range> {
        let greatest = self.greatest(value);
        let up_to = |high| Some(Range { low: 0, high });
        match self.function.dfg.insts[inst] {
            InstructionData::UnaryImm { opcode: Opcode::Iconst, .. } => {
                constant(self.function, value).map(Range::exact)
            }
            InstructionData::Unary { opcode, arg } => self.of_unary(opcode, arg, greatest),
            InstructionData::Binary { opcode, args: [a, b] } => self.of_binary(opcode, a, b, greatest),
            InstructionData::Ternary { opcode: Opcode::Select, args: [_, a, b] } => {
                Some(self.of(a).hull(self.of(b)))
            }
            InstructionData::IntCompare { .. } | InstructionData::FloatCompare { .. } => up_to(1),
            InstructionData::Load { opcode: Opcode::Uload8, .. } => up_to(u64::from(u8::MAX)),
            InstructionData::Load { opcode: Opcode::Uload16, .. } => up_to(u64::from(u16::MAX)),
            InstructionData::Load { opcode: Opcode::Uload32, .. } => up_to(u64::from(u32::MAX)),
            InstructionData::Load { opcode: Opcode::Load, arg, offset, .. } => {
                let memory = memory_whose_length(self.function, arg, offset)?;
                Some(Range { low: self.min_lens[memory as usize], high: greatest })
            }
            _ => None,
        }
    }

    fn of_unary(&mut self, opcode: Opcode, arg: Value, greatest: u64) -> Option<Range> {
        match opcode {
            Opcode::Uextend => Some(self.of(arg)),
            Opcode::Sextend => {
                let range = self.of(arg);
                (range.high <= self.greatest(arg) / 2).then_some(range)
            }
            Opcode::Ireduce => {
                let range = self.of(arg);
                (range.high <= greatest).then_some(range)
            }
            Opcode::Clz | Opcode::Ctz | Opcode::Popcnt => {
                Some(Range { low: 0, high: u64::from(greatest.count_ones()) })
            }
            _ => None,
        }
    }

    fn of_binary(&mut self, opcode: Opcode, a: Value, b: Value, greatest: u64) -> Option<Range> {
        let bits = u64::from(greatest.count_ones());
        let (x, y) = (self.of(a), self.of(b));
        let between = |low, high| Some(Range { low, high });
        let amount = y.single().map(|amount| amount % bits);
        match opcode {
            Opcode::Iadd => sum(x, y, greatest).map(|(range, _)| range),
            Opcode::Isub if x.low >= y.high => between(x.low - y.high, x.high - y.low),
            Opcode::Imul => match x.high.checked_mul(y.high) {
                Some(high) if high <= greatest => between(x.low * y.low, high),
                _ => None,
            },
            Opcode::Band => between(0, x.high.min(y.high)),
            Opcode::Bor => between(x.low.max(y.low), ones_above(x.high | y.high)),
            Opcode::Bxor => between(0, ones_above(x.high | y.high)),
            Opcode::Ushr => amount.map(|amount| Range { low: x.low >> amount, high: x.high >> amount }),
            Opcode::Ishl => {
                let amount = amount?;
                (x.high <= greatest >> amount)
                    .then_some(Range { low: x.low << amount, high: x.high << amount })
            }
            Opcode::Udiv if y.low > 0 => between(x.low / y.high, x.high / y.low),
            Opcode::Urem if y.low > 0 => between(0, x.high.min(y.high - 1)),
            Opcode::Umin => between(x.low.min(y.low), x.high.min(y.high)),
            Opcode::Umax => between(x.low.max(y.low), x.high.max(y.high)),
            _ => None,
        }
    }
}

/// The memory whose length, in bytes, is at that offset of `address`, if one's is.
fn memory_whose_length(function: &Function, address: Value, offset: Offset32) -> Option<u32> {
    let ValueDef::Result(inst, _) = function.dfg.value_def(address) else { return None };
    let InstructionData::UnaryGlobalValue { global_value, .. } = function.dfg.insts[inst] else {
        return None;
    };
    let GlobalValueData::Symbol { name: ExternalName::User(name), .. } = function.global_values[global_value]
    else {
        return None;
    };
    let is_length = i32::from(offset) == offset_of!(Memory, len) as i32;
    match Symbol::from_external_name(&function.params.user_named_funcs()[name]) {
        Symbol::Memory(memory) if is_length => Some(memory),
        _ => None,
    }
}

/// The least number of the form 2^n - 1 that is not below `value`.
fn ones_above(value: u64) -> u64 {
    u64::MAX.checked_shr(value.leading_zeros()).unwrap_or(0)
}

/// The bounds of a sum, and whether it wraps: always, or never. Nothing if it may do either.
pub(super) fn sum(x: Range, y: Range, greatest: u64) -> Option<(Range, bool)> {
    let (low, high) = (u128::from(x.low) + u128::from(y.low), u128::from(x.high) + u128::from(y.high));
    let limit = u128::from(greatest);
    let narrow = |value: u128| value as u64 & greatest;
    match (low > limit, high > limit) {
        (false, false) => Some((Range { low: narrow(low), high: narrow(high) }, false)),
        (true, true) => Some((Range { low: narrow(low), high: narrow(high) }, true)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Range, ones_above, sum};

    #[test]
    fn sums_wrap_always_or_never_or_are_unknown() {
        let range = |low, high| Range { low, high };
        let max = u64::from(u32::MAX);
        assert_eq!(sum(range(1, max - 1), range(0, 1), max), Some((range(1, max), false)));
        assert_eq!(sum(range(1, max), range(0, 1), max), None);
        assert_eq!(sum(range(max - 7, max), range(8, 8), max), Some((range(0, 7), true)));
        assert_eq!(sum(range(0, u64::MAX), range(0, 1), u64::MAX), None);
        assert_eq!(sum(range(u64::MAX, u64::MAX), range(1, 2), u64::MAX), Some((range(0, 1), true)));
    }

    #[test]
    fn ones_cover() {
        assert_eq!([0, 1, 2, 5, 8].map(ones_above), [0, 1, 3, 7, 15]);
        assert_eq!(ones_above(u64::MAX), u64::MAX);
    }
}
