//! Branches over a jump in; branches that go where the jump went out.
//!
//! Behind a branch Cranelift moves what the block wants that comes next, and jumps there. Where nothing of the moves is
//! left ([`super::copies`]), the opposite branch alone does it.

use super::sweep::{JUMP, New, Sweep};

/// Turns such branches.
pub(super) fn run(sweep: &mut Sweep) {
    let mut targets: Vec<u32> = sweep.targets().collect();
    targets.sort_unstable();
    for index in 0..sweep.edits.len() {
        let branch = &sweep.edits[index];
        let New::Jump { target: over, short_opcode } = branch.new else { continue };
        let (mut behind, mut next) = (branch.end, index + 1);
        while sweep.edits.get(next).is_some_and(|edit| edit.start == behind && edit.is_nothing()) {
            behind = sweep.edits[next].end;
            next += 1;
        }
        let Some(jump) = sweep.edits.get(next).filter(|jump| jump.start == behind && jump.end == over) else {
            continue;
        };
        let New::Jump { target, short_opcode: JUMP } = jump.new else { continue };
        let others = targets.partition_point(|target| *target < branch.end);
        let is_reached_otherwise = targets.get(others).is_some_and(|target| *target <= jump.start);
        if short_opcode != JUMP && !is_reached_otherwise {
            // The opposite conditions are neighbours.
            sweep.edits[index].new = New::Jump { target, short_opcode: short_opcode ^ 1 };
            sweep.edits[next].new = New::Bytes(0..0);
        }
    }
}
