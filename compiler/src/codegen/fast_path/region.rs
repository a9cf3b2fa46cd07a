//! A function in, the part of it that returns without a call out; or, where it is known how often blocks run, the part
//! that runs often.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use cranelift_codegen::entity::EntitySet;
use cranelift_codegen::ir::{Block, Function, Opcode};

use crate::codegen::Heat;
use crate::codegen::edge::Edge;
use crate::codegen::profile::{self, Runs};

/// Which regions are looked for.
struct Kind {
    /// Whether they may call.
    calls: bool,
    /// How many instructions they have at most.
    largest: usize,
    /// At how many places the slow part may start: it must find out at which.
    starts: usize,
    /// How many instructions both parts have at most: those that the slow part leads to as well.
    twice: usize,
}

/// Without calls. A larger region saves as many registers as the whole. Many starts mean that most calls go to the slow
/// part. Where both parts have more in common, the code grows, and nothing was seen to gain by it.
const SHORT: Kind = Kind { calls: false, largest: 100, starts: 8, twice: MOST_TWICE };
/// And where it is known how often blocks run.
const SHORT_KNOWN: Kind = Kind { largest: 200, starts: 32, ..SHORT };
/// What runs often: the less there is, the fewer registers it needs, and the slow part hardly runs.
const OFTEN: Kind = Kind { calls: true, largest: 2000, starts: 32, twice: 400 };

/// How many instructions both parts have at most of a function whose first part calls nothing.
pub(super) const MOST_TWICE: usize = 16;

/// How many parameters its blocks have at most, together, and how many ways lead out of it: each is looked at together
/// with each.
const MOST_PARAMS: usize = 512;
const MOST_EXITS: usize = 64;

/// What less than one of so many calls reaches is not part of the region.
const RARE: u64 = 32;

/// One of so many calls must return from the region for it to pay.
const LEAST: u64 = 2;

/// How many times as often as the function a block of a region with calls runs at most: in a loop, the allocator copies
/// registers so that they are where a call of the slow part needs them (JSON executed 1.05 times the instructions).
const MOST_ROUNDS: u64 = 4;

/// The blocks of the first part: they are reached by way of each other only, and so are returns, or traps, from them.
pub(super) struct Region {
    blocks: EntitySet<Block>,
    /// The same: first the function's first, and each behind one that leads to it.
    pub(super) list: Vec<Block>,
    /// The edges out of it.
    pub(super) exits: Vec<Edge>,
    /// At how many places the slow part may start.
    pub(super) starts: usize,
}

impl Region {
    /// The region of a function whose blocks run so often, if that is known, of the first kind that pays; none if that
    /// is the whole function.
    pub(super) fn of(function: &Function, runs: Option<&Runs>) -> Option<Region> {
        let entry = function.layout.entry_block()?;
        if !function.layout.blocks().any(|block| calls(function, block)) {
            return None;
        }
        let runs_often = || profile::tagged(function, entry).is_some_and(|tag| tag.heat == Heat::Often);
        let kinds: &[Kind] = match runs {
            None => &[SHORT],
            Some(_) if runs_often() => &[SHORT_KNOWN, OFTEN],
            Some(_) => &[SHORT_KNOWN],
        };
        kinds.iter().find_map(|kind| Region::of_kind(function, entry, runs, kind))
    }

    fn of_kind(function: &Function, entry: Block, runs: Option<&Runs>, kind: &Kind) -> Option<Region> {
        let Kind { largest, starts, .. } = *kind;
        let count = |block: Block| runs.map(|runs| runs.of(block));
        let entered = count(entry).unwrap_or(0);
        let is_rare = |block| count(block).is_some_and(|count| count.saturating_mul(RARE) < entered);
        let is_fast = |block| {
            (kind.calls || !calls(function, block))
                && (traps(function, block) || !function.layout.is_cold(block) && !is_rare(block))
        };
        let before = before(function, entry, is_fast, largest);
        let behind = behind(function, &before);
        let is_short = |(block, before): &(&Block, &usize)| {
            behind.get(*block).is_some_and(|behind| *before + behind <= largest)
        };
        let mut list: Vec<(usize, Block)> =
            before.iter().filter(is_short).map(|(block, distance)| (*distance, *block)).collect();
        list.sort_unstable();
        let mut region = Region { blocks: EntitySet::new(), list: Vec::new(), exits: Vec::new(), starts };
        list.into_iter().for_each(|(_, block)| region.add(block));
        for block in region.list.clone() {
            let ends = next(function, block).filter(|next| traps(function, *next) && is_fast(*next));
            ends.for_each(|end| region.add(end));
        }
        region.leave(function);
        let left = runs.map_or(0, |runs| region.left(runs));
        let returned = entered.saturating_sub(left);
        if !region.contains(entry) || returned.saturating_mul(LEAST) < entered {
            return None;
        }
        let rounds = region.list.iter().filter_map(|block| count(*block)).max().unwrap_or(0);
        if kind.calls && rounds > entered.saturating_mul(MOST_ROUNDS) {
            return None;
        }
        let insts = || region.list.iter().flat_map(|block| function.layout.block_insts(*block));
        // What is left in the frame is gone behind the region.
        let params: usize = region.list.iter().map(|block| function.dfg.num_block_params(*block)).sum();
        let keeps = insts().all(|inst| function.dfg.insts[inst].stack_slot().is_none());
        let is_small =
            insts().count() <= largest && params <= MOST_PARAMS && region.twice(function) <= kind.twice;
        (keeps && is_small && (1..=MOST_EXITS).contains(&region.exits.len())).then_some(region)
    }

    pub(super) fn contains(&self, block: Block) -> bool {
        self.blocks.contains(block)
    }

    /// How many of its instructions are executed where it was left, too.
    fn twice(&self, function: &Function) -> usize {
        let mut seen = EntitySet::new();
        let mut pending: Vec<Block> = self.exits.iter().map(|exit| exit.to).collect();
        while let Some(block) = pending.pop() {
            if seen.insert(block) {
                pending.extend(next(function, block));
            }
        }
        let twice = self.list.iter().filter(|block| seen.contains(**block));
        twice.map(|block| len(function, *block)).sum()
    }

    /// How often it is left.
    pub(super) fn left(&self, runs: &Runs) -> u64 {
        self.exits.iter().map(|exit| runs.between(exit.from, exit.to)).fold(0, u64::saturating_add)
    }

    fn add(&mut self, block: Block) {
        if self.blocks.insert(block) {
            self.list.push(block);
        }
    }

    /// Finds the exits.
    fn leave(&mut self, function: &Function) {
        for block in &self.list {
            let edges = next(function, *block).enumerate();
            let exits = edges.filter(|(_, to)| !self.blocks.contains(*to));
            self.exits.extend(exits.map(|(number, to)| Edge { from: *block, number, to }));
        }
    }
}

fn calls(function: &Function, block: Block) -> bool {
    function.layout.block_insts(block).any(|inst| function.dfg.insts[inst].opcode().is_call())
}

fn last(function: &Function, block: Block) -> Option<Opcode> {
    function.layout.last_inst(block).map(|last| function.dfg.insts[last].opcode())
}

fn traps(function: &Function, block: Block) -> bool {
    last(function, block) == Some(Opcode::Trap)
}

fn returns(function: &Function, block: Block) -> bool {
    last(function, block) == Some(Opcode::Return)
}

fn len(function: &Function, block: Block) -> usize {
    function.layout.block_insts(block).count()
}

/// Where a block leads.
fn next(function: &Function, block: Block) -> impl Iterator<Item = Block> {
    let dfg = &function.dfg;
    let last = function.layout.last_inst(block);
    let calls = last.map(|last| dfg.insts[last].branch_destination(&dfg.jump_tables, &dfg.exception_tables));
    calls.unwrap_or_default().iter().map(|call| call.block(&dfg.value_lists))
}

/// The fast blocks that are reached by way of such only, with how many instructions are executed before at least; not
/// those before which more than `most` are.
fn before(
    function: &Function,
    entry: Block,
    is_fast: impl Fn(Block) -> bool,
    most: usize,
) -> HashMap<Block, usize> {
    let mut distances = HashMap::new();
    let mut seen = EntitySet::new();
    let mut pending = BinaryHeap::from([Reverse((0, entry))]);
    while let Some(Reverse((distance, block))) = pending.pop() {
        if distance > most || !seen.insert(block) || !is_fast(block) {
            continue;
        }
        distances.insert(block, distance);
        let behind = distance + len(function, block);
        pending.extend(next(function, block).map(|next| Reverse((behind, next))));
    }
    distances
}

/// Those of these blocks from which the function returns by way of such only, with how many instructions are executed
/// from there on at least.
fn behind(function: &Function, blocks: &HashMap<Block, usize>) -> HashMap<Block, usize> {
    let mut leading_to: HashMap<Block, Vec<Block>> = HashMap::new();
    let mut pending = BinaryHeap::new();
    for block in blocks.keys() {
        next(function, *block).for_each(|next| leading_to.entry(next).or_default().push(*block));
        if returns(function, *block) {
            pending.push(Reverse((len(function, *block), *block)));
        }
    }
    let mut distances = HashMap::new();
    while let Some(Reverse((distance, block))) = pending.pop() {
        if distances.contains_key(&block) {
            continue;
        }
        distances.insert(block, distance);
        let before = leading_to.get(&block).into_iter().flatten();
        pending.extend(before.map(|before| Reverse((distance + len(function, *before), *before))));
    }
    distances
}
