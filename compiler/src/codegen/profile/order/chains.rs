//! How often blocks go on with which in; out, an order in which the ways that are taken most often need no jump.
//!
//! From that on which is taken most often down, each edge makes the two chains that it leads from and to one, if it
//! leaves the last of the one for the first of the other (K. Pettis, R. C. Hansen: Profile Guided Code Positioning, 1990).

use std::cmp::Reverse;

use super::blocks::Blocks;
use super::flow::Flow;

/// The blocks in their order.
pub(super) fn chain(blocks: &Blocks, flow: &Flow) -> Vec<usize> {
    let count = blocks.list.len();
    let mut edges: Vec<(Reverse<u64>, bool, usize, usize)> = Vec::new();
    for (from, block) in blocks.list.iter().enumerate() {
        for to in block.end.next() {
            edges.push((Reverse(flow.between(from, to)), to != from + 1, from, to));
        }
    }
    edges.sort_unstable();
    let mut next: Vec<Option<usize>> = vec![None; count];
    let mut has_before = vec![false; count];
    // By block, if it is the first or the last of a chain: the other end.
    let mut other_end: Vec<usize> = (0..count).collect();
    for (_, _, from, to) in edges {
        let are_free = next[from].is_none() && !has_before[to] && to != 0;
        let is_round = other_end[from] == to;
        if !are_free || is_round || flow.heats[from] != flow.heats[to] {
            continue;
        }
        next[from] = Some(to);
        has_before[to] = true;
        let (first, last) = (other_end[from], other_end[to]);
        other_end[first] = last;
        other_end[last] = first;
    }
    let mut chains: Vec<Vec<usize>> = (0..count)
        .filter(|block| !has_before[*block])
        .map(|first| std::iter::successors(Some(first), |block| next[*block]).collect())
        .collect();
    let hottest = |chain: &[usize]| chain.iter().map(|block| flow.runs[*block]).max();
    chains
        .sort_by_cached_key(|chain| (chain[0] != 0, flow.heats[chain[0]], Reverse(hottest(chain)), chain[0]));
    chains.concat()
}
