//! The header of a loop in, the bounds of what the loop counts out.
//!
//! A parameter of the header is counted if every way back adds to it what is constant or bounded, all of
//! one sign. It stays within bounds if on every way back a branch was taken that says so, or if another
//! parameter bounds how often the loop goes round. The bounds are only given if the parameter, as an integer without a limit,
//! equals its value in every round: if no step wraps. That is shown by induction over the rounds: the
//! bounds hold on entry, and where they hold and the branches were taken, they hold in the next round.

use cranelift_codegen::dominator_tree::DominatorTree;
use cranelift_codegen::entity::EntitySet;
use cranelift_codegen::flowgraph::ControlFlowGraph;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{
    Block, BlockArg, Function, Inst, InstructionData, Opcode, Value, ValueDef, types,
};
use smallvec::SmallVec;

use super::guards::{self, Guard};
use super::ranges::{Range, Ranges};
use super::uses::{binary, constant};

/// A way to a block.
pub(super) struct Edge {
    pub(super) block: Block,
    pub(super) branch: Inst,
    /// Which of the branch's destinations.
    pub(super) destination: usize,
    /// What goes along for each parameter.
    arguments: SmallVec<[BlockArg; 4]>,
}

impl Edge {
    /// What goes along for the parameter of that index.
    pub(super) fn argument(&self, index: usize) -> Option<Value> {
        match self.arguments.get(index)? {
            BlockArg::Value(value) => Some(*value),
            _ => None,
        }
    }
}

/// A comparison that holds on a way back.
struct Fact {
    cond: IntCC,
    what: Compared,
    other: Range,
}

/// What a comparison is of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Compared {
    /// The counter in this round.
    Current,
    /// What it becomes on this way back.
    Next,
    /// The counter plus a constant, modulo the type.
    Offset(u64),
}

/// A way back.
struct Way {
    /// The least and the greatest number that is added.
    step: (i64, i64),
    facts: Vec<Fact>,
}

/// A parameter that every way back adds to.
struct Counted {
    /// On entry.
    start: Range,
    greatest: u64,
    ways: Vec<Way>,
}

impl Counted {
    fn is_upwards(&self) -> bool {
        self.ways.iter().all(|way| way.step.0 >= 0)
    }
}

/// The headers of loops: blocks that dominate one of their predecessors.
pub(super) fn loop_headers(
    function: &Function,
    cfg: &ControlFlowGraph,
    domtree: &DominatorTree,
) -> EntitySet<Block> {
    let is_header =
        |block: &Block| cfg.pred_iter(*block).any(|pred| domtree.block_dominates(*block, pred.block));
    let mut headers = EntitySet::new();
    headers.extend(function.layout.blocks().filter(is_header));
    headers
}

/// All ways to `block`.
pub(super) fn edges_to(function: &Function, cfg: &ControlFlowGraph, block: Block) -> Vec<Edge> {
    let dfg = &function.dfg;
    let mut branches: Vec<(Block, Inst)> = cfg.pred_iter(block).map(|pred| (pred.block, pred.inst)).collect();
    branches.sort_unstable();
    branches.dedup();
    let mut edges = Vec::new();
    for (from, branch) in branches {
        let calls = dfg.insts[branch].branch_destination(&dfg.jump_tables, &dfg.exception_tables);
        for (destination, call) in calls.iter().enumerate() {
            if call.block(&dfg.value_lists) == block {
                let arguments = call.args(&dfg.value_lists).collect();
                edges.push(Edge { block: from, branch, destination, arguments });
            }
        }
    }
    edges
}

/// What is known of a parameter of a loop's header.
#[derive(Clone, Copy, Default)]
pub(super) struct Induction {
    pub(super) range: Option<Range>,
    /// The least and the greatest number, signed, of one of 32 bits that starts below zero, goes up past it,
    /// and never wraps as a signed number.
    pub(super) signed: Option<(i64, i64)>,
}

/// For each parameter of a loop's header, what is known of it.
pub(super) fn of_loop(ranges: &mut Ranges<'_>, header: Block) -> Vec<Induction> {
    let edges = ranges.edges_to(header);
    let (back, entries): (Vec<&Edge>, Vec<&Edge>) =
        edges.iter().partition(|edge| ranges.domtree.block_dominates(header, edge.block));
    let params = ranges.function.dfg.block_params(header).to_vec();
    let counted: Vec<Option<Counted>> = params
        .iter()
        .enumerate()
        .map(|(index, value)| counted(ranges, header, index, *value, &entries, &back))
        .collect();
    let own: Vec<Option<Range>> =
        counted.iter().map(|counted| counted.as_ref().and_then(bounded_by_branches)).collect();
    let signed: Vec<Option<(i64, i64)>> =
        counted.iter().map(|counted| counted.as_ref().and_then(passes_zero)).collect();
    let rounds = counted.iter().zip(own.iter().zip(&signed)).filter_map(|(counted, (range, signed))| {
        let counted = counted.as_ref()?;
        match (range, signed) {
            (Some(range), _) => rounds(counted, *range),
            (None, Some((low, high))) => low.abs_diff(*high).checked_div(shortest(counted)?),
            _ => None,
        }
    });
    let rounds = rounds.min();
    let bounded = counted
        .iter()
        .zip(own)
        .map(|(counted, own)| own.or_else(|| bounded_by_rounds(counted.as_ref()?, rounds?)));
    bounded.zip(signed).map(|(range, signed)| Induction { range, signed }).collect()
}

fn counted(
    ranges: &mut Ranges<'_>,
    header: Block,
    index: usize,
    value: Value,
    entries: &[&Edge],
    back: &[&Edge],
) -> Option<Counted> {
    if !matches!(ranges.function.dfg.value_type(value), types::I32 | types::I64) {
        return None;
    }
    let mut steps = Vec::with_capacity(back.len());
    for edge in back {
        let next = edge.argument(index)?;
        steps.push((next, step(ranges, next, value)?));
    }
    let one_sign = steps.iter().all(|(_, step)| step.0 >= 0) || steps.iter().all(|(_, step)| step.1 <= 0);
    if !one_sign {
        return None;
    }
    let mut start: Option<Range> = None;
    for edge in entries {
        let range = ranges.on_edge(edge.argument(index)?, edge);
        start = Some(start.map_or(range, |start| start.hull(range)));
    }
    let mut ways = Vec::with_capacity(back.len());
    for (edge, (next, step)) in back.iter().zip(steps) {
        ways.push(Way { step, facts: facts(ranges, header, edge, value, next) });
    }
    Some(Counted { start: start?, greatest: ranges.greatest(value), ways })
}

/// Between which numbers that is which is added to `counter` to make `next`.
fn step(ranges: &mut Ranges<'_>, next: Value, counter: Value) -> Option<(i64, i64)> {
    if let Some(offset) = offset_from(ranges.function, next, counter) {
        let step = signed(offset, ranges.greatest(counter));
        return Some((step, step));
    }
    let [a, b] = binary(ranges.function, next, Opcode::Iadd)?;
    let added = match (a == counter, b == counter) {
        (true, false) => b,
        (false, true) => a,
        _ => return None,
    };
    let Range { low, high } = ranges.of(added);
    let is_positive = high <= ranges.greatest(counter) / 2;
    is_positive.then_some((low as i64, high as i64))
}

/// The constant `c`, modulo the type, if `value` is `counter + c`.
pub(super) fn offset_from(function: &Function, value: Value, counter: Value) -> Option<u64> {
    if value == counter {
        return Some(0);
    }
    let ValueDef::Result(inst, _) = function.dfg.value_def(value) else { return None };
    let InstructionData::Binary { opcode, args: [a, b] } = function.dfg.insts[inst] else { return None };
    match opcode {
        Opcode::Iadd if a == counter => constant(function, b),
        Opcode::Iadd if b == counter => constant(function, a),
        Opcode::Isub if a == counter => {
            let bits = function.dfg.value_type(counter).bits();
            Some(constant(function, b)?.wrapping_neg() & (u64::MAX >> (64 - bits)))
        }
        _ => None,
    }
}

fn signed(value: u64, greatest: u64) -> i64 {
    if value > greatest / 2 { (value | !greatest) as i64 } else { value as i64 }
}

/// What the branches that lead to a way back say about `counter`.
fn facts(ranges: &mut Ranges<'_>, header: Block, edge: &Edge, counter: Value, next: Value) -> Vec<Fact> {
    let last = guards::of_edge(ranges.function, edge.branch, edge.destination);
    let before = ranges.guards().holding_in(edge.block, Some(header));
    let about = last.into_iter().chain(before).flat_map(Guard::sides).filter_map(|(cond, value, other)| {
        Some((cond, compared(ranges.function, value, counter, next)?, other))
    });
    let about: Vec<_> = about.collect();
    let fact = |(cond, what, other): (IntCC, Compared, Option<Value>)| Fact {
        cond,
        what,
        other: other.map_or(Range::exact(0), |other| ranges.of(other)),
    };
    about.into_iter().map(fact).collect()
}

fn compared(function: &Function, value: Value, counter: Value, next: Value) -> Option<Compared> {
    if value == counter {
        return Some(Compared::Current);
    }
    let offset = offset_from(function, value, counter);
    match offset {
        _ if value == next => Some(Compared::Next),
        Some(offset) if offset_from(function, next, counter) == Some(offset) => Some(Compared::Next),
        offset => offset.map(Compared::Offset),
    }
}

/// The bounds, if a branch on every way back gives them.
fn bounded_by_branches(counted: &Counted) -> Option<Range> {
    if let [way] = &counted.ways[..]
        && let Some(range) = way.facts.iter().find_map(|fact| until_equal(counted, way.step, fact))
    {
        return Some(range);
    }
    if counted.is_upwards() { counts_up(counted) } else { counts_down(counted) }
}

/// A counter that goes by equal steps to exactly one number.
fn until_equal(counted: &Counted, step: (i64, i64), fact: &Fact) -> Option<Range> {
    let limit = fact.other.single()?;
    let (step, true) = (step.0, step.0 == step.1) else { return None };
    if fact.cond != IntCC::NotEqual || step == 0 {
        return None;
    }
    let offset = match fact.what {
        Compared::Current => 0,
        Compared::Next => step as u64,
        Compared::Offset(offset) => offset,
    };
    // The last value, as the way back is not taken from it.
    let last = limit.wrapping_sub(offset) & counted.greatest;
    let start = counted.start;
    let distance = if step > 0 { last.checked_sub(start.high)? } else { start.low.checked_sub(last)? };
    let meets = step.unsigned_abs() == 1 || (start.single().is_some() && distance % step.unsigned_abs() == 0);
    meets.then(|| start.hull(Range::exact(last)))
}

/// The greatest value that a comparison lets through.
fn top(fact: &Fact, counted: &Counted) -> Option<u64> {
    let half = counted.greatest / 2;
    match fact.cond {
        IntCC::UnsignedLessThan => fact.other.high.checked_sub(1),
        IntCC::UnsignedLessThanOrEqual => Some(fact.other.high),
        IntCC::SignedLessThan if fact.other.high <= half => fact.other.high.checked_sub(1),
        IntCC::SignedLessThanOrEqual if fact.other.high <= half => Some(fact.other.high),
        _ => None,
    }
}

/// The least value that a comparison lets through.
fn bottom(fact: &Fact, counted: &Counted) -> Option<u64> {
    let half = counted.greatest / 2;
    match fact.cond {
        IntCC::UnsignedGreaterThan => fact.other.low.checked_add(1),
        IntCC::UnsignedGreaterThanOrEqual => Some(fact.other.low),
        IntCC::SignedGreaterThan if fact.other.high <= half => fact.other.low.checked_add(1),
        IntCC::SignedGreaterThanOrEqual if fact.other.high <= half => Some(fact.other.low),
        _ => None,
    }
}

fn is_signed(cond: IntCC) -> bool {
    cond != cond.unsigned()
}

/// Steps upwards. Bounds found are only taken if, within them, no step wraps, nor passes into negative
/// numbers where the comparison is signed.
fn counts_up(counted: &Counted) -> Option<Range> {
    let mut high = counted.start.high;
    let mut limit = counted.greatest;
    let mut longest = 0;
    for way in counted.ways.iter().filter(|way| way.step != (0, 0)) {
        let step = way.step.1 as u64;
        let (next, fact) = way.facts.iter().find_map(|fact| {
            let top = top(fact, counted)?;
            match fact.what {
                Compared::Current => Some((top.checked_add(step)?, fact)),
                Compared::Next => Some((top, fact)),
                Compared::Offset(_) => None,
            }
        })?;
        high = high.max(next);
        if fact.what == Compared::Next {
            longest = longest.max(step);
        }
        if is_signed(fact.cond) {
            limit = counted.greatest / 2;
        }
    }
    let stays = high <= limit && high.checked_add(longest).is_some_and(|next| next <= limit);
    stays.then_some(Range { low: counted.start.low, high })
}

/// Steps downwards, likewise.
fn counts_down(counted: &Counted) -> Option<Range> {
    let mut low = counted.start.low;
    let mut limit = counted.greatest;
    let mut longest = 0;
    for way in counted.ways.iter().filter(|way| way.step != (0, 0)) {
        let step = way.step.0.unsigned_abs();
        let (next, fact) = way.facts.iter().find_map(|fact| {
            let bottom = bottom(fact, counted)?;
            match fact.what {
                Compared::Current => Some((bottom.checked_sub(step)?, fact)),
                Compared::Next => Some((bottom, fact)),
                Compared::Offset(_) => None,
            }
        })?;
        low = low.min(next);
        if fact.what == Compared::Next {
            longest = longest.max(step);
        }
        if is_signed(fact.cond) {
            limit = counted.greatest / 2;
        }
    }
    (counted.start.high <= limit && low >= longest).then_some(Range { low, high: counted.start.high })
}

/// Between which signed numbers a counter of 32 bits stays that starts below zero and passes it upwards. A
/// comparison as unsigned numbers lets no negative one through, one as signed numbers those from the start on.
fn passes_zero(counted: &Counted) -> Option<(i64, i64)> {
    let Range { low, high } = counted.start;
    let is_negative = counted.greatest == u32::MAX.into() && low > counted.greatest / 2;
    if !is_negative || !counted.is_upwards() {
        return None;
    }
    let (low, mut high) = (signed(low, counted.greatest), signed(high, counted.greatest));
    let mut longest = 0;
    for way in counted.ways.iter().filter(|way| way.step != (0, 0)) {
        let step = way.step.1;
        let next = way.facts.iter().find_map(|fact| match fact.what {
            Compared::Next => Some(top(fact, counted)? as i64),
            Compared::Current if is_signed(fact.cond) => Some(top(fact, counted)? as i64 + step),
            _ => None,
        })?;
        high = high.max(next);
        longest = longest.max(step);
    }
    (high + longest <= i32::MAX.into()).then_some((low, high))
}

/// How often the loop can go round at most, if this counter stays within `range`.
fn rounds(counted: &Counted, range: Range) -> Option<u64> {
    let distance = match counted.is_upwards() {
        true => range.high - counted.start.low,
        false => counted.start.high - range.low,
    };
    distance.checked_div(shortest(counted)?)
}

/// The least that a round adds or takes away.
fn shortest(counted: &Counted) -> Option<u64> {
    counted.ways.iter().map(|way| way.step.0.unsigned_abs().min(way.step.1.unsigned_abs())).min()
}

/// The bounds of a counter in a loop that goes round at most so often.
fn bounded_by_rounds(counted: &Counted, rounds: u64) -> Option<Range> {
    let longest = counted.ways.iter().map(|way| way.step.0.unsigned_abs().max(way.step.1.unsigned_abs()));
    let distance = longest.max()?.checked_mul(rounds)?;
    let Range { low, high } = counted.start;
    if counted.is_upwards() {
        let high = high.checked_add(distance).filter(|high| *high <= counted.greatest)?;
        Some(Range { low, high })
    } else {
        Some(Range { low: low.checked_sub(distance)?, high })
    }
}
