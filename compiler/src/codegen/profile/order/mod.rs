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
    let as_it_is = || {
        let heats = runs.iter().map(|(start, tag)| (*start, tag.heat)).collect();
        Ordered { blocks: starts.to_vec(), heats }
    };
    if runs.is_empty() {
        return as_it_is();
    }
    let Some(blocks) = Blocks::of(function, starts) else { return as_it_is() };
    let flow = flow::of(&blocks, runs);
    let order = chains::order(&blocks, &flow);
    let starts = write::run(function, &blocks, &flow, &order);
    let heats = order.iter().zip(&starts).map(|(block, start)| (*start, flow.heats[*block])).collect();
    Ordered { blocks: starts, heats }
}
