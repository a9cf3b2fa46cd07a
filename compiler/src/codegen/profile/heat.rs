//! Counts in; out, a function whose blocks are known to run often, seldom or never.

use std::collections::HashMap;

use cranelift_codegen::CompiledCode;
use cranelift_codegen::cursor::{Cursor, FuncCursor};
use cranelift_codegen::ir::{Block, DebugTag, Function, Inst, InstBuilder};

use super::{count, turn};
use crate::codegen::edge;
use crate::profile::{Counted, Profile};

/// How often code runs, in the order in which it is laid out.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Heat {
    /// Often, or nothing is known of it.
    Often,
    /// Seldom.
    Seldom,
    /// Never.
    Never,
}

impl Heat {
    pub(in crate::codegen) const ALL: [Heat; 3] = [Heat::Often, Heat::Seldom, Heat::Never];

    fn of(count: u64, often: u64) -> Heat {
        match count {
            0 => Heat::Never,
            count if count < often => Heat::Seldom,
            _ => Heat::Often,
        }
    }
}

/// What becomes of blocks that run less often than others.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum LessOften {
    /// They stay: a branch that goes far takes two instructions.
    Stay,
    /// They lie behind all else of the function.
    Last,
    /// That, and [`code_runs`] finds all blocks.
    Tagged,
}

/// How often the blocks and edges of a function ran.
#[derive(Default)]
pub struct Runs {
    blocks: HashMap<Block, u64>,
    /// The critical edges, by the blocks that they leave and where they go.
    edges: HashMap<(Block, Block), u64>,
}

impl Runs {
    /// Those of a function without critical edges.
    #[cfg(test)]
    pub(in crate::codegen) fn of_blocks(blocks: &[(Block, u64)]) -> Runs {
        Runs { blocks: blocks.iter().copied().collect(), edges: HashMap::new() }
    }

    /// How often a block ran.
    pub(in crate::codegen) fn of(&self, block: Block) -> u64 {
        self.blocks.get(&block).copied().unwrap_or(0)
    }

    /// How often one block went on with another.
    pub(in crate::codegen) fn between(&self, from: Block, to: Block) -> u64 {
        let critical = self.edges.get(&(from, to)).copied();
        // Of an edge that is not critical, one end has no other.
        critical.unwrap_or_else(|| self.of(from).min(self.of(to)))
    }
}

/// Arranges the blocks of function `index` of the plan, of this name, by how often they run. How often the function
/// runs, what was counted, and by block; none if the profile does not fit.
pub(super) fn apply(
    function: &mut Function,
    index: u32,
    name: u64,
    profile: &Profile,
    less_often: LessOften,
) -> Option<(Heat, Counted, Runs)> {
    let edges = edge::critical(function);
    let counted = count::counted(function, name, &edges);
    let counts = profile.counts(index, counted)?;
    let heat = |count: &u64| Heat::of(*count, profile.often());
    let hottest = counts.iter().map(heat).min()?;
    if hottest == Heat::Never {
        return Some((hottest, counted, Runs::default()));
    }
    let blocks: Vec<Block> = function.layout.blocks().collect();
    let mut heat_of: Vec<(Block, Heat)> = blocks.iter().copied().zip(counts.iter().map(heat)).collect();
    // It is called there, however seldom.
    heat_of.first_mut()?.1 = hottest;
    let blocks_run = blocks.iter().copied().zip(counts.iter().copied());
    let mut runs = Runs { blocks: blocks_run.collect(), edges: HashMap::new() };
    for (edge, count) in edges.iter().zip(&counts[blocks.len()..]) {
        let together = runs.edges.entry((edge.from, edge.to)).or_default();
        *together = together.saturating_add(*count);
    }
    // Where an edge goes that often is run, all that is moved on it would lie among what often is.
    for (edge, count) in edges.into_iter().zip(&counts[blocks.len()..]) {
        if less_often != LessOften::Stay && heat(&runs.of(edge.to)) < heat(count) {
            let block = edge::split(function, edge);
            heat_of.push((block, heat(count)));
            runs.blocks.insert(block, *count);
        }
    }
    turn::run(function, |from, to| runs.between(from, to));
    for (block, heat) in &heat_of {
        if less_often != LessOften::Stay && *heat > hottest {
            function.layout.set_cold(*block);
        }
    }
    if less_often == LessOften::Tagged {
        for (block, heat) in heat_of {
            tag(function, block, Tag { heat, runs: runs.of(block) });
        }
    }
    Some((hottest, counted, runs))
}

/// How often code runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::codegen) struct Tag {
    pub heat: Heat,
    /// How many times, rounded down to 24 digits of two.
    pub runs: u64,
}

impl Tag {
    const DIGITS: u32 = 24;

    /// Digits, what they are shifted by, and the heat, from the lowest on.
    pub(super) fn pack(self) -> u32 {
        let shift = (u64::BITS - self.runs.leading_zeros()).saturating_sub(Tag::DIGITS);
        (self.heat as u32) << 30 | shift << Tag::DIGITS | (self.runs >> shift) as u32
    }

    pub(super) fn unpack(packed: u32) -> Tag {
        let digits = packed & ((1 << Tag::DIGITS) - 1);
        let shift = packed >> Tag::DIGITS & 0x3f;
        Tag { heat: Heat::ALL[(packed >> 30) as usize], runs: u64::from(digits) << shift }
    }
}

/// Notes how often a block runs, for [`code_runs`].
pub(in crate::codegen) fn tag(function: &mut Function, block: Block, tag: Tag) {
    let inst = tag_of(function, block).map(|(inst, _)| inst).unwrap_or_else(|| {
        let mut cursor = FuncCursor::new(function);
        cursor.goto_first_insertion_point(block);
        cursor.ins().sequence_point()
    });
    function.debug_tags.set(inst, [DebugTag::User(tag.pack())]);
}

/// What was noted of a block.
pub(in crate::codegen) fn tagged(function: &Function, block: Block) -> Option<Tag> {
    Some(tag_of(function, block)?.1)
}

fn tag_of(function: &Function, block: Block) -> Option<(Inst, Tag)> {
    function.layout.block_insts(block).find_map(|inst| match function.debug_tags.get(inst) {
        [DebugTag::User(packed)] => Some((inst, Tag::unpack(*packed))),
        _ => None,
    })
}

/// How often blocks of code run, by where they start, sorted; those of which it is not known are missing.
pub(in crate::codegen) fn code_runs(code: &CompiledCode) -> Vec<(u32, Tag)> {
    let starts = &code.bb_starts;
    let mut runs: Vec<(u32, Tag)> = Vec::new();
    for list in code.buffer.debug_tags() {
        let [DebugTag::User(packed)] = *list.tags else { continue };
        // What values are moved in front of it is part of the block, and the prologue of the first.
        let start = match starts.partition_point(|start| *start <= list.offset) {
            0 | 1 => 0,
            after => starts[after - 1],
        };
        let tag = Tag::unpack(packed);
        match runs.last_mut() {
            Some((last, of_last)) if *last == start => *of_last = tag,
            _ => runs.push((start, tag)),
        }
    }
    runs
}
