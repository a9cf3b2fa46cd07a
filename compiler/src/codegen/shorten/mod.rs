//! Machine code of x86-64 in, the same in fewer bytes out.
//!
//! Cranelift encodes every jump as if it went far, saves registers by moves, and reaches the frame from
//! the stack pointer. What it makes is read again, instruction by instruction ([`Sweep`]); jumps that
//! reach with a distance of one byte get one, prologues and epilogues become pushes and pops, or go if nothing
//! is in the frame ([`frame`]), slots of the frame are exchanged ([`slots`]), instructions get their shortest
//! encodings ([`encoding`]), indices are scaled by the access ([`scaled`]), numbers are operands in memory
//! ([`operands`]), an access to a symbol needs no address in a register ([`symbols`]), and tests that tell nothing new
//! and moves that change nothing go ([`flags`], [`copies`]), with jumps over them ([`turns`]), others are of 32 bits;
//! and what lies behind moves up ([`Moves`]).
//! Each change has the effects of what it replaces, in the same order.
//!
//! A function of which anything is not understood stays as it is: every jump, entry of a jump table,
//! block and trap site must meet the start of an instruction, and what refers to the code itself must
//! refer to a jump table or to the constants behind it. What was written is read once more, and only taken if
//! that holds of it, too.

mod copies;
mod encoding;
mod flags;
mod frame;
mod leaving;
mod lookahead;
mod moves;
mod operands;
mod scaled;
mod slots;
mod sweep;
mod symbols;
#[cfg(test)]
mod tests;
mod turns;

use cranelift_codegen::isa::TargetIsa;
use cranelift_codegen::settings::OptLevel;
use target_lexicon::Architecture;

use super::optimize::Addresses;
use super::placement::FILLER;
use super::{CompiledFunction, Distance, Heat, Piece, Pieces, Relocation, RelocationTarget};
pub(super) use copies::{Calls, Numbers};
use frame::Form;
pub(super) use frame::start as frame_start;
use moves::Moves;
use sweep::Frames;
pub(in crate::codegen) use sweep::{JUMP, LONG_JUMP, New, Sweep, long_opcode};

/// Whether functions for this ISA are shortened.
pub(super) fn applies(isa: &dyn TargetIsa) -> bool {
    isa.triple().architecture == Architecture::X86_64 && isa.flags().opt_level() != OptLevel::None
}

/// Shortens a function whose blocks of code start at `blocks`, sorted, of which the code from each of `heats` on runs
/// that often; of the registers its calls keep what `calls` says, `numbers` are handed over, and it uses the addresses
/// of globals as `addresses` says.
pub(super) fn run(
    function: &mut CompiledFunction,
    blocks: &[u32],
    heats: &[(u32, Heat)],
    calls: Calls,
    numbers: Numbers,
    addresses: Addresses,
) {
    let refers_to_itself = |target: &RelocationTarget| matches!(target, RelocationTarget::Own(_));
    if function.relocations.iter().any(|relocation| refers_to_itself(&relocation.target)) {
        return;
    }
    let forms = [Form::Bare, Form::Pointed].map(|form| Frames::Rewritten(form, calls));
    let sweep = forms.into_iter().chain([Frames::Kept]).find_map(|frames| {
        let sweep = Sweep::of(&function.code, &function.relocations, blocks, frames, numbers, addresses)?;
        let mut sites = function.trap_sites.iter();
        let is_usual = sweep.short_jumps.is_empty();
        (is_usual && sites.all(|site| sweep.is_instruction(site.code_offset))).then_some(sweep)
    });
    let Some(sweep) = sweep else { return };
    let moves = Moves::new(&sweep, function.alignment, heats);
    let Some(code) = rewritten(&function.code, &sweep, &moves) else { return };
    let leaving = sweep.leaving.iter().map(|(branch, number)| {
        let offset = moves.of(*branch) + leaving::BRANCH_FIELD;
        Relocation { offset, ..function.relocations[*number].clone() }
    });
    let leaving: Vec<Relocation> = leaving.collect();
    let mut relocations = function.relocations.clone();
    relocations.retain(|relocation| sweep.gone.binary_search(&relocation.offset).is_err());
    for relocation in &mut relocations {
        match sweep.relocated_from(relocation.offset) {
            Some(it) => {
                relocation.offset = moves.of(it.start) + it.field;
                relocation.addend += it.addend;
            }
            None => relocation.offset = moves.of(relocation.offset),
        }
    }
    relocations.extend(leaving);
    // Read once more: what is written must fit together as what was read did.
    let blocks: Vec<u32> = blocks.iter().map(|block| moves.of(*block)).collect();
    let again = Sweep::of_final(&code, &relocations, &blocks);
    let Some(again) = again.filter(|again| again.targets().count() == sweep.targets().count()) else {
        return;
    };
    let heats = heats.iter().map(|(start, heat)| (moves.of(*start), *heat));
    function.pieces = pieces(&again, heats, function.heat);
    function.code = code;
    function.relocations = relocations;
    for site in &mut function.trap_sites {
        site.code_offset = moves.of(sweep.trap_at(site.code_offset));
    }
    for (offset, _) in &mut function.inlined.changes {
        *offset = moves.of(*offset);
    }
    for body in &mut function.loops {
        *body = moves.of(body.start)..moves.of(body.end);
    }
}

/// The pieces of finished code that runs so often from these offsets on, and at its start as often as `hottest`; none
/// if it is one piece, or cannot be moved.
fn pieces(sweep: &Sweep, heats: impl Iterator<Item = (u32, Heat)>, hottest: Heat) -> Option<Pieces> {
    let mut list: Vec<Piece> = Vec::new();
    for (start, heat) in heats.filter(|(start, _)| *start < sweep.end) {
        let heat = if start == 0 { hottest } else { heat };
        list.pop_if(|last| last.start == start);
        if list.last().is_none_or(|last| last.heat != heat) {
            list.push(Piece { start, heat, continues: sweep.breaks.binary_search(&start).is_err() });
        }
    }
    if list.len() < 2 || list[0].start != 0 || !list.iter().all(|piece| sweep.is_instruction(piece.start)) {
        return None;
    }
    let piece = |place: u32| {
        list.partition_point(|piece| piece.start <= place) + usize::from(place >= sweep.constants)
    };
    let mut short = sweep.short_jumps.iter();
    if !short.all(|(end, target)| piece(end - 1) == piece(*target)) {
        return None;
    }
    let jumps = sweep.edits.iter().filter_map(|edit| match edit.new {
        New::Jump { target, .. } => Some(Distance { field: edit.end - 4, from: edit.end, to: target }),
        New::Bytes(_) => None,
    });
    let references =
        sweep.references.iter().map(|it| Distance { field: it.field, from: it.end, to: it.target });
    let entries = sweep.entries.iter().map(|it| Distance { field: it.field, from: it.table, to: it.target });
    let mut distances: Vec<Distance> = jumps.chain(references).chain(entries).collect();
    distances.retain(|distance| piece(distance.field) != piece(distance.to));
    Some(Pieces { list, end: sweep.constants, distances })
}

/// The code with everything in its new place; none if a jump does not reach there after all.
fn rewritten(old: &[u8], sweep: &Sweep, moves: &Moves) -> Option<Vec<u8>> {
    let mut code = Vec::with_capacity(old.len());
    let mut copied = 0;
    for (index, edit) in sweep.edits.iter().enumerate() {
        code.extend_from_slice(&old[copied..edit.start as usize]);
        copied = edit.end as usize;
        match &edit.new {
            New::Bytes(bytes) => code.extend_from_slice(&sweep.bytes[bytes.clone()]),
            New::Jump { target, short_opcode } => {
                let distance = i64::from(moves.of(*target)) - i64::from(moves.of(edit.end));
                if moves.is_short(index) {
                    code.extend([*short_opcode, i8::try_from(distance).ok()? as u8]);
                } else {
                    code.extend(long_opcode(*short_opcode));
                    code.extend(i32::try_from(distance).ok()?.to_le_bytes());
                }
            }
        }
    }
    code.extend_from_slice(&old[copied..sweep.end as usize]);
    code.resize(moves.of_data(sweep.constants) as usize, FILLER);
    code.extend_from_slice(&old[sweep.constants as usize..]);
    for reference in &sweep.references {
        let distance = moves.of_data(reference.target).wrapping_sub(moves.of(reference.end));
        put(&mut code, moves.of(reference.field), distance);
    }
    for entry in &sweep.entries {
        let distance = moves.of(entry.target).wrapping_sub(moves.of(entry.table));
        put(&mut code, moves.of(entry.field), distance);
    }
    Some(code)
}

/// Writes a number of four bytes.
pub(in crate::codegen) fn put(code: &mut [u8], at: u32, value: u32) {
    code[at as usize..][..4].copy_from_slice(&value.to_le_bytes());
}
