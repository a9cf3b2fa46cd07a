//! Moves to places that nothing reads afterwards in; none out.
//!
//! Where a move goes because a place holds the same already ([`super`]), the move that brought what it moved may be of
//! no more use.

use super::Steps;
use super::block::{Block, Step};
use super::place::{ALL_NUMBERS, ALL_REGISTERS, Effects, Places};

/// How often all blocks are looked at; where that does not suffice, all moves stay.
const ROUNDS: usize = 16;

/// By step, whether it is a move to where nothing reads it.
pub(super) fn moves(steps: &Steps, effects: &Effects) -> Vec<bool> {
    let blocks = &steps.blocks;
    let mut moves = vec![false; steps.all.len()];
    // Vectors are always of use, and slots that may be arguments of calls.
    let always = ALL_REGISTERS & !ALL_NUMBERS | effects.calls & !ALL_REGISTERS;
    let mut used: Vec<Places> = vec![0; blocks.len()];
    for _ in 0..ROUNDS {
        let mut has_news = false;
        let by_table = steps.by_table.iter().fold(0, |by_table, block| by_table | used[*block]);
        for (index, block) in blocks.iter().enumerate().rev() {
            let behind = if block.leaves { effects.results } else { 0 };
            let behind = if block.goes_by_table { behind | by_table } else { behind };
            let behind = block.next(index).fold(behind | always, |behind, next| behind | used[next]);
            let before = used_before(steps, block, behind, effects, always, &mut moves);
            has_news |= before != used[index];
            used[index] = before;
        }
        if !has_news {
            return moves;
        }
    }
    moves.fill(false);
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
            Step::Read { part, .. } => used |= effects.of_write(part),
            Step::Call => used |= effects.arguments,
            Step::Write { .. } => {}
        }
    }
    used
}
