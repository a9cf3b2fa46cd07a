//! Blocks of which it is mostly known how often they run in; out, how often each goes on with which.

use std::collections::HashMap;

use super::super::heat::{Heat, Tag};
use super::blocks::{Blocks, End};

/// How often what is unknown is looked for in what is known.
const ROUNDS: usize = 8;

/// How often what runs.
pub(super) struct Flow {
    /// By block.
    pub(super) heats: Vec<Heat>,
    /// By block.
    pub(super) runs: Vec<u64>,
    /// By the block that it leaves, and the one where it goes.
    edges: HashMap<(usize, usize), u64>,
}

impl Flow {
    /// How often one block goes on with another.
    pub(super) fn between(&self, from: usize, to: usize) -> u64 {
        self.edges.get(&(from, to)).copied().unwrap_or(0)
    }
}

/// An edge.
struct Edge {
    from: usize,
    to: usize,
    runs: Option<u64>,
}

/// What can be said of all blocks and edges.
pub(super) fn of(blocks: &Blocks, tags: &[(u32, Tag)]) -> Flow {
    let count = blocks.list.len();
    let tag = |block: usize| {
        let tag = tags.binary_search_by_key(&blocks.starts[block], |(start, _)| *start).ok()?;
        Some(tags[tag].1)
    };
    let mut runs: Vec<Option<u64>> = (0..count)
        .map(|block| tag(block).map(|tag| tag.runs).or(blocks.list[block].traps.then_some(0)))
        .collect();
    let mut edges: Vec<Edge> = Vec::new();
    let mut out_of: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut into: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (from, block) in blocks.list.iter().enumerate() {
        let mut next: Vec<usize> = block.end.next().chain(block.others.iter().copied()).collect();
        next.sort_unstable();
        next.dedup();
        for to in next {
            out_of[from].push(edges.len());
            into[to].push(edges.len());
            edges.push(Edge { from, to, runs: None });
        }
    }
    for _ in 0..ROUNDS {
        let mut changed = false;
        for block in 0..count {
            // It is also entered from elsewhere.
            let ways_in = if block == 0 { None } else { Some(&into[block]) };
            for ways in [Some(&out_of[block]), ways_in].into_iter().flatten() {
                changed |= balance(&mut runs[block], ways, &mut edges);
            }
        }
        if !changed {
            break;
        }
    }
    let edges_runs = edges.iter().map(|edge| {
        // Half of what both ends allow.
        let guess = || runs[edge.from].unwrap_or(0).min(runs[edge.to].unwrap_or(0)) / 2;
        ((edge.from, edge.to), edge.runs.unwrap_or_else(guess))
    });
    Flow {
        heats: heats(blocks, tag),
        edges: edges_runs.collect(),
        runs: runs.iter().map(|runs| runs.unwrap_or(0)).collect(),
    }
}

/// Finds what is unknown of a block and all ways into it, or all out of it: these together run as often as it does.
fn balance(runs: &mut Option<u64>, ways: &[usize], edges: &mut [Edge]) -> bool {
    let known = ways.iter().filter_map(|way| edges[*way].runs).fold(0, u64::saturating_add);
    let mut unknown = ways.iter().filter(|way| edges[**way].runs.is_none());
    match (*runs, unknown.next(), unknown.next()) {
        (Some(runs), Some(way), None) => edges[*way].runs = Some(runs.saturating_sub(known)),
        (None, None, None) if !ways.is_empty() => *runs = Some(known),
        _ => return false,
    }
    true
}

/// By block: what is noted of it, or else of that which it goes on with, or which lies before it.
fn heats(blocks: &Blocks, tag: impl Fn(usize) -> Option<Tag>) -> Vec<Heat> {
    let mut heats: Vec<Heat> = Vec::new();
    for (block, code) in blocks.list.iter().enumerate() {
        let next = match code.end {
            End::To(next) => tag(next),
            _ => None,
        };
        let before = heats.last().copied().unwrap_or(Heat::Often);
        heats.push(tag(block).or(next).map_or(before, |tag| tag.heat));
    }
    heats
}
