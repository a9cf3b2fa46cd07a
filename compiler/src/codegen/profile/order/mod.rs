//! Machine code of x86-64 in, of which it is known how often its blocks run; out, the same with each followed by what
//! mostly runs next, and what seldom or never does behind all else.
//!
//! What is not taken is fetched for nothing, and what is taken starts a fetch of its own: the fewer branches are taken,
//! the fewer cache lines and instructions run.

mod blocks;
mod chains;
mod flow;
#[cfg(test)]
mod tests;
mod write;

use super::Traffic;
use super::heat::{Heat, Tag};
use crate::codegen::CompiledFunction;
use blocks::Blocks;

/// Code in its order.
pub(in crate::codegen) struct Ordered {
    /// Where its blocks start, sorted; where the last ends.
    pub(in crate::codegen) blocks: Vec<u32>,
    /// From which offset on it runs how often, sorted; empty if that is all the same or not known.
    pub(in crate::codegen) heats: Vec<(u32, Heat)>,
}

/// Orders a function whose blocks start at `starts`, sorted, and run so often, as far as that is known.
pub(in crate::codegen) fn run(
    function: &mut CompiledFunction,
    starts: &[u32],
    runs: &[(u32, Tag)],
) -> Ordered {
    let Some((_, entry)) = runs.first() else {
        return Ordered { blocks: starts.to_vec(), heats: Vec::new() };
    };
    let Some(blocks) = Blocks::of(function, starts) else {
        let executed = entry.runs.saturating_mul(function.code.len() as u64);
        function.traffic = Some(Traffic { executed, calls: Vec::new() });
        let heats = runs.iter().map(|(start, tag)| (*start, tag.heat));
        return Ordered { blocks: starts.to_vec(), heats: changes(heats) };
    };
    let flow = flow::of(&blocks, runs);
    let order = chains::chain(&blocks, &flow);
    let starts = write::run(function, &blocks, &flow, &order);
    let heats = order.iter().zip(&starts).map(|(block, start)| (*start, flow.heats[*block]));
    Ordered { heats: changes(heats), blocks: starts }
}

/// Where code starts that runs more or less often than what is before it.
fn changes(heats: impl Iterator<Item = (u32, Heat)>) -> Vec<(u32, Heat)> {
    let mut changes: Vec<(u32, Heat)> = heats.collect();
    changes.dedup_by_key(|(_, heat)| *heat);
    if changes.len() > 1 { changes } else { Vec::new() }
}
