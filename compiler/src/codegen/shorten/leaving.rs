//! Branches to a jump that leads to another function in; branches there out.
//!
//! A function that goes on with another has blocks that do nothing else, once its frame is left out.

use std::collections::HashMap;

use super::encoding::Bytes;
use super::sweep::{JUMP, LONG_JUMP, New, Sweep, long_opcode};
use crate::codegen::Relocation;

/// How many bytes a jump with a distance of four bytes takes.
const LONG_JUMP_LEN: u32 = 5;

/// Where the distance of such a branch is.
pub(super) const BRANCH_FIELD: u32 = 2;

/// A jump to another function, found by each place from which on nothing else is done.
struct Jump {
    start: u32,
    /// The first of those places.
    first: u32,
    /// Which relocation is its.
    number: usize,
}

/// Lets branches lead to other functions by themselves.
pub(super) fn run(sweep: &mut Sweep, code: &[u8], relocations: &[Relocation]) {
    let mut jumps: HashMap<u32, Jump> = HashMap::new();
    for (number, relocation) in relocations.iter().enumerate() {
        let start = relocation.offset.wrapping_sub(1);
        let is_jump = code.get(start as usize) == Some(&LONG_JUMP) && sweep.is_instruction(start);
        if !is_jump || sweep.new_at(start).is_some() {
            continue;
        }
        // What is left out in front of it does not count.
        let mut places = vec![start];
        let mut first = start;
        while let Ok(index) = sweep.edits.binary_search_by_key(&first, |edit| edit.end)
            && sweep.edits[index].is_nothing()
        {
            first = sweep.edits[index].start;
            places.push(first);
        }
        jumps.extend(places.into_iter().map(|place| (place, Jump { start, first, number })));
    }
    if jumps.is_empty() {
        return;
    }
    let mut branches = Vec::new();
    for edit in &sweep.edits {
        let New::Jump { target, short_opcode } = edit.new else { continue };
        if let Some(jump) = jumps.get(&target).filter(|_| short_opcode != JUMP) {
            sweep.leaving.push((edit.start, jump.number));
            branches.push(((edit.start, edit.end), long_opcode(short_opcode).chain([0; 4]).collect()));
        }
    }
    if branches.is_empty() {
        return;
    }
    sweep.replace(branches);
    let mut targets: Vec<u32> = sweep.targets().collect();
    targets.sort_unstable();
    let mut unreached = Vec::new();
    for (place, Jump { start, first, .. }) in jumps {
        if place != start {
            continue;
        }
        let behind = targets.partition_point(|target| *target < first);
        let is_reached = targets.get(behind).is_some_and(|target| *target <= start);
        if sweep.breaks.binary_search(&first).is_ok() && !is_reached {
            sweep.gone.push(start + 1);
            unreached.push(((start, start + LONG_JUMP_LEN), Bytes::new()));
        }
    }
    sweep.gone.sort_unstable();
    sweep.replace(unreached);
}
