//! Moves to places that nothing reads afterwards in; none out.
//!
//! Where a move goes because a place holds the same already ([`super`]), the move that brought what it moved may be of
//! no more use.

use super::Steps;
use super::block::{Block, Step};
use super::place::{ALL_NUMBERS, ALL_REGISTERS, Effects, Places};

/// By step, whether it is a move to where nothing reads it.
pub(super) fn moves(steps: &Steps, effects: &Effects) -> Vec<bool> {
    let mut moves = vec![false; steps.all.len()];
    // Vectors are always of use, and slots that may be arguments of calls.
    let always = ALL_REGISTERS & !ALL_NUMBERS | effects.calls & !ALL_REGISTERS;
    let settled = steps.follow_back(always, effects.results, |block, used| {
        used_before(steps, block, used, effects, always, &mut moves)
    });
    if settled.is_none() {
        moves.fill(false);
    }
    moves
}

/// What is of use before a block, given what is behind it; notes the moves that are not.
fn used_before(
    steps: &Steps,
    block: &Block,
    mut used: Places,
    effects: &Effects,
    always: Places,
    moves: &mut [bool],
) -> Places {
    for step in block.steps.clone().rev() {
        match &steps.all[step] {
            Step::Copy { to, from, .. } => {
                let written = effects.of_writing(*to);
                moves[step] = used & written == 0;
                if !moves[step] {
                    used = used & !(1 << to) | always | effects.of_writing(*from);
                }
            }
            Step::Change(change) => {
                used = used & !Places::from(change.writes & !change.uses) | Places::from(change.uses)
            }
            Step::Read { places, .. } => used |= places,
            Step::Call => used |= effects.arguments,
            Step::Write { .. } => {}
        }
    }
    used
}
