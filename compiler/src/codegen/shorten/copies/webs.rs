//! Slots of the frame in; out, other slots for what they hold, so that less is moved between them.
//!
//! Where values of a variable meet in hundreds of places, Cranelift's allocator gives up to look whether one slot will
//! do for all of them. So an interpreter, or a function that was made to be resumed, moves its variables from one set
//! of slots to another and back. A slot holds one value after another; each such *web*, from where something is
//! written to the last places where it may be read, can have a slot of its own. Webs that a move leads between get the
//! same one if, wherever either is written, the other is of no more use or holds the same.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use smallvec::SmallVec;

use super::Steps;
use super::block::Step;
use super::place::Slot;
use crate::codegen::shorten::frame::WORD;
use crate::codegen::shorten::slots::weight;

/// How often all blocks are looked at; where that does not suffice, all stays where it is.
const ROUNDS: usize = 64;

/// The most webs that are looked at, and nodes that they consist of.
const MOST: usize = 1 << 13;
const MOST_NODES: usize = 1 << 22;

/// What an instruction does with a slot.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Read,
    /// Writes all of it.
    Write,
    /// Writes a part.
    Change,
}

/// An access to a slot.
struct Access {
    kind: Kind,
    /// The number of the slot.
    slot: usize,
    /// Where the instruction starts.
    start: u32,
    /// Whether it stores what the access before it loaded.
    is_move: bool,
    /// A node of the web, then the number of the web.
    web: usize,
}

/// What a block does with slots.
struct Block {
    accesses: Vec<Access>,
    /// The blocks that may come next, but for those that a jump through a table leads to.
    next: SmallVec<[usize; 2]>,
    /// Whether there may be such a jump, and whether it may lead here.
    goes_by_table: bool,
    comes_by_table: bool,
    /// The slots that are of use at its start.
    used: Set,
    /// The webs that they hold then, in the order of the slots; as in [`Access`].
    webs: SmallVec<[usize; 4]>,
}

impl Block {
    /// The slots that are of use at its start, each with its web.
    fn used(&self) -> impl Iterator<Item = (usize, usize)> {
        self.used.iter().zip(self.webs.iter().copied())
    }
}

/// The instructions that are to name another place in the frame, by where they start, each with how far that is from
/// the one that it names now; none if that cannot be found. `len` gives the bytes that an operand at an offset takes.
pub(super) fn moved(steps: &Steps, len: impl Fn(u32) -> usize) -> Option<HashMap<u32, i32>> {
    let offsets = movable(steps);
    let mut blocks = blocks(steps, &offsets);
    find_used(&mut blocks, offsets.len())?;
    let count = find_webs(&mut blocks, offsets.len())?;
    let mut webs = Webs::new(count);
    webs.find_conflicts(&blocks, offsets.len());
    webs.join(&blocks);
    let mut palette = offsets.clone();
    palette.sort_by_key(|offset| len(*offset));
    let end = blocks.iter().flat_map(|block| &block.accesses).map(|access| access.start).max()?;
    let places = webs.places(&blocks, &palette, end)?;
    let accesses = blocks.iter().flat_map(|block| &block.accesses);
    let by = |access: &Access| (access.start, places[access.web] as i32 - offsets[access.slot] as i32);
    Some(accesses.map(by).filter(|(_, by)| *by != 0).collect())
}

/// The offsets of the slots that may hold something else: words that are read, of which no instruction reaches a part
/// and more.
fn movable(steps: &Steps) -> Vec<u32> {
    let mut words: BTreeMap<u32, bool> = BTreeMap::new();
    let is_word = |slot: &&Slot| slot.end - slot.start == WORD && slot.start.is_multiple_of(WORD);
    words.extend(steps.slots.iter().filter(is_word).map(|slot| (slot.start, false)));
    let mut read = |part: Option<&Slot>| {
        if let Some(is_read) = part.and_then(|part| words.get_mut(&(part.start / WORD * WORD))) {
            *is_read = true;
        }
    };
    for step in &steps.all {
        match step {
            Step::Copy { from, .. } => read(steps.slots.get(*from)),
            Step::Read { part, .. } => read(Some(part)),
            _ => {}
        }
    }
    let parts = steps.all.iter().flat_map(|step| match step {
        Step::Copy { to, from, .. } => [steps.slots.get(*to), steps.slots.get(*from)],
        Step::Read { part, .. } | Step::Write { part, .. } => [Some(part), None],
        Step::Change(_) | Step::Call => [None, None],
    });
    for part in parts.flatten() {
        let first = part.start / WORD * WORD;
        if part.end > first + WORD {
            words.retain(|word, _| !(first..part.end).contains(word));
        }
    }
    words.into_iter().filter(|(_, is_read)| *is_read).map(|(offset, _)| offset).collect()
}

/// What each block does with the slots at `offsets`.
fn blocks(steps: &Steps, offsets: &[u32]) -> Vec<Block> {
    let number = |offset: u32| offsets.binary_search(&(offset / WORD * WORD)).ok();
    let slot = |place: u32| number(steps.slots.get(place)?.start);
    let mut blocks = Vec::new();
    for (index, block) in steps.blocks.iter().enumerate() {
        let steps_here = &steps.all[block.steps.clone()];
        let mut accesses: Vec<Access> = Vec::with_capacity(steps_here.len());
        let mut loaded = None;
        for step in steps_here {
            let mut access = |kind, slot: Option<usize>, start, is_move| {
                accesses.extend(slot.map(|slot| Access { kind, slot, start, is_move, web: 0 }));
            };
            let before = loaded.take();
            match step {
                Step::Copy { to, from, start, end } if slot(*from).is_some() => {
                    access(Kind::Read, slot(*from), *start, false);
                    loaded = Some((*to, *end));
                }
                Step::Copy { to, from, start, .. } => {
                    access(Kind::Write, slot(*to), *start, before == Some((*from, *start)));
                }
                Step::Read { part, start, .. } => access(Kind::Read, number(part.start), *start, false),
                Step::Write { part, start, is_sure, .. } => {
                    let is_whole = *is_sure && part.end - part.start == WORD;
                    let kind = if is_whole { Kind::Write } else { Kind::Change };
                    access(kind, number(part.start), *start, false);
                }
                Step::Change(_) | Step::Call => {}
            }
        }
        let next = block.next(index).collect();
        let goes_by_table = block.goes_by_table;
        blocks.push(Block {
            accesses,
            next,
            goes_by_table,
            comes_by_table: false,
            used: Set::of(offsets.len()),
            webs: SmallVec::new(),
        });
    }
    steps.by_table.iter().for_each(|block| blocks[*block].comes_by_table = true);
    blocks
}

/// Finds which of the slots are of use at the start of each block; none if that takes too long.
fn find_used(blocks: &mut [Block], slots: usize) -> Option<()> {
    // At the start of any of the blocks that jumps through tables lead to.
    let mut by_table = Set::of(slots);
    let mut used = Set::of(slots);
    for _ in 0..ROUNDS {
        let mut has_news = false;
        for index in (0..blocks.len()).rev() {
            let block = &blocks[index];
            used.clear();
            if block.goes_by_table {
                used.add(&by_table);
            }
            block.next.iter().for_each(|next| used.add(&blocks[*next].used));
            for access in block.accesses.iter().rev() {
                match access.kind {
                    Kind::Read => used.insert(access.slot),
                    Kind::Write => used.remove(access.slot),
                    Kind::Change => {}
                }
            }
            if block.comes_by_table {
                by_table.add(&used);
            }
            if used != block.used {
                has_news = true;
                std::mem::swap(&mut blocks[index].used, &mut used);
            }
        }
        if !has_news {
            return Some(());
        }
    }
    None
}

/// Finds the web of each access, and of what is of use at the start of blocks; how many there are, if not too many.
fn find_webs(blocks: &mut [Block], slots: usize) -> Option<usize> {
    let mut nodes = Nodes::default();
    for block in blocks.iter_mut() {
        block.webs.extend(block.used.iter().map(|_| nodes.another()));
        if nodes.0.len() > MOST_NODES {
            return None;
        }
    }
    let by_table = by_table(blocks, slots);
    let mut held = vec![None; slots];
    for index in 0..blocks.len() {
        held.fill(None);
        blocks[index].used().for_each(|(slot, node)| held[slot] = Some(node));
        for access in &mut blocks[index].accesses {
            let held = &mut held[access.slot];
            access.web = match held {
                Some(node) if access.kind != Kind::Write => *node,
                _ => *held.insert(nodes.another()),
            };
        }
        let block = &blocks[index];
        for next in &block.next {
            // What is of use there was so here already, or was written here.
            for (slot, node) in blocks[*next].used() {
                nodes.join(held[slot]?, node);
            }
        }
        if block.goes_by_table {
            let both = held.iter().zip(&by_table).filter_map(|(held, node)| held.zip(*node));
            both.for_each(|(held, node)| nodes.join(held, node));
        }
        if block.comes_by_table {
            block.used().for_each(|(slot, node)| nodes.join(by_table[slot].unwrap_or(node), node));
        }
    }
    // By node: the number of its web.
    let mut numbers = vec![None; nodes.0.len()];
    let mut count = 0;
    let all = blocks
        .iter_mut()
        .flat_map(|block| block.accesses.iter_mut().map(|access| &mut access.web).chain(&mut block.webs));
    for web in all {
        *web = *numbers[nodes.first(*web)].get_or_insert_with(|| {
            count += 1;
            count - 1
        });
    }
    (count <= MOST).then_some(count)
}

/// By slot: the web that it holds where jumps through tables lead, if it is of use in one of these places.
fn by_table(blocks: &[Block], slots: usize) -> Vec<Option<usize>> {
    let mut held = vec![None; slots];
    let used = blocks.iter().filter(|block| block.comes_by_table).flat_map(Block::used);
    used.for_each(|(slot, web)| held[slot] = Some(web));
    held
}

/// Which webs have what in common.
struct Webs {
    classes: Nodes,
    /// By web: those that must be elsewhere.
    conflicts: Vec<Set>,
}

impl Webs {
    fn new(count: usize) -> Webs {
        Webs { classes: Nodes((0..count).collect()), conflicts: vec![Set::of(count); count] }
    }

    fn conflict(&mut self, a: usize, b: usize) {
        self.conflicts[a].insert(b);
        self.conflicts[b].insert(a);
    }

    /// Finds the webs that are of use where another one is written, and hold something else.
    fn find_conflicts(&mut self, blocks: &[Block], slots: usize) {
        let by_table = by_table(blocks, slots);
        // The slots that are of use somewhere in a block, and by slot: the web that it holds there.
        let (mut used, mut held) = (Set::of(slots), vec![0; slots]);
        for block in blocks {
            used.clear();
            let behind = block.next.iter().flat_map(|next| blocks[*next].used());
            let by_table = if block.goes_by_table { &by_table[..] } else { &[] };
            let by_table = by_table.iter().enumerate().filter_map(|(slot, web)| Some((slot, (*web)?)));
            for (slot, web) in by_table.chain(behind) {
                used.insert(slot);
                held[slot] = web;
            }
            for (index, access) in block.accesses.iter().enumerate().rev() {
                if access.kind != Kind::Read {
                    let same = if access.is_move { block.accesses[index - 1].web } else { access.web };
                    let others = used.iter().map(|slot| held[slot]);
                    let others = others.filter(|web| ![same, access.web].contains(web));
                    others.for_each(|other| self.conflict(access.web, other));
                }
                match access.kind {
                    Kind::Read => {
                        used.insert(access.slot);
                        held[access.slot] = access.web;
                    }
                    Kind::Write => used.remove(access.slot),
                    Kind::Change => {}
                }
            }
        }
    }

    /// Puts webs into one class between which moves lead, those first where most do.
    fn join(&mut self, blocks: &[Block]) {
        let mut moves: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for pair in blocks.iter().flat_map(|block| block.accesses.windows(2)) {
            if pair[1].is_move && pair[0].web != pair[1].web {
                *moves.entry((pair[0].web, pair[1].web)).or_default() += 1;
            }
        }
        let mut moves: Vec<_> = moves.into_iter().collect();
        moves.sort_by_key(|(_, count)| Reverse(*count));
        for ((a, b), _) in moves {
            let (a, b) = (self.classes.first(a), self.classes.first(b));
            if a != b && !self.conflicts[a].contains(b) {
                self.classes.join(a, b);
                let (first, second) = if self.classes.first(a) == a { (a, b) } else { (b, a) };
                let others = self.conflicts[second].clone();
                others.iter().for_each(|other| self.conflict(first, other));
            }
        }
    }

    /// The offset of the slot of each web, out of `palette`, best first; none if there are too few. Those have the best
    /// that are used most; accesses end before `end`.
    fn places(&mut self, blocks: &[Block], palette: &[u32], end: u32) -> Option<Vec<u32>> {
        let mut weights: BTreeMap<usize, u32> = BTreeMap::new();
        for access in blocks.iter().flat_map(|block| &block.accesses) {
            *weights.entry(self.classes.first(access.web)).or_default() += weight(access.start, end);
        }
        let mut classes: Vec<_> = weights.into_iter().collect();
        classes.sort_by_key(|(_, weight)| Reverse(*weight));
        // By web: the number of its place in the palette.
        let mut places: Vec<Option<usize>> = vec![None; self.conflicts.len()];
        let mut taken = Set::of(palette.len());
        for (class, _) in classes {
            taken.clear();
            let others = self.conflicts[class].iter();
            others.filter_map(|other| places[other]).for_each(|place| taken.insert(place));
            places[class] = Some((0..palette.len()).find(|place| !taken.contains(*place))?);
        }
        (0..places.len()).map(|web| Some(palette[places[self.classes.first(web)]?])).collect()
    }
}

/// Nodes of which some are one: by node, another that is the same, or itself.
#[derive(Default)]
struct Nodes(Vec<usize>);

impl Nodes {
    fn another(&mut self) -> usize {
        self.0.push(self.0.len());
        self.0.len() - 1
    }

    /// The one that stands for all that are the same.
    fn first(&mut self, mut node: usize) -> usize {
        while self.0[node] != node {
            self.0[node] = self.0[self.0[node]];
            node = self.0[node];
        }
        node
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.first(a), self.first(b));
        self.0[a.max(b)] = a.min(b);
    }
}

/// A set of numbers below a bound.
#[derive(Clone, Default, PartialEq, Eq)]
struct Set(SmallVec<[u64; 2]>);

impl Set {
    /// The empty one, of numbers below `end`.
    fn of(end: usize) -> Set {
        Set(SmallVec::from_elem(0, end.div_ceil(64)))
    }

    fn clear(&mut self) {
        self.0.fill(0);
    }

    fn contains(&self, number: usize) -> bool {
        self.0[number / 64] & 1 << (number % 64) != 0
    }

    fn insert(&mut self, number: usize) {
        self.0[number / 64] |= 1 << (number % 64);
    }

    fn remove(&mut self, number: usize) {
        self.0[number / 64] &= !(1 << (number % 64));
    }

    fn add(&mut self, other: &Set) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word |= other);
    }

    fn iter(&self) -> impl Iterator<Item = usize> {
        self.0.iter().enumerate().flat_map(|(index, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros() as usize)?;
                left &= left - 1;
                Some(index * 64 + bit)
            })
        })
    }
}
