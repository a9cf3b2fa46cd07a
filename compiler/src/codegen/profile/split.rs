//! Compiled functions in; out, the same in the order of how often they run, those that often do in that of their calls
//! ([`affinity`]). On x86-64, parts of a function that run less often than others become functions of their own: what
//! often runs lies together, in fewer cache lines and pages.

use std::ops::Range;

use cranelift_codegen::binemit::Reloc;

use super::{Heat, affinity};
use crate::codegen::placement::fill_up;
use crate::codegen::shorten::{frame_start, put};
use crate::codegen::{CompiledFunction, Relocation, RelocationTarget, TrapSite};
use crate::plan::{Part, Symbol};

/// A jump with a distance of four bytes.
const JUMP: [u8; 5] = [0xe9, 0, 0, 0, 0];

/// The code of a function in pieces that can be moved. All places are in bytes from its start.
#[derive(Clone)]
pub struct Pieces {
    /// Each goes on to the start of the next; the first starts at 0. Neighbours run not as often as each other.
    pub list: Vec<Piece>,
    /// Where the last ends: only constants are behind it.
    pub end: u32,
    /// Distances from one piece to another, and to constants.
    pub distances: Vec<Distance>,
}

/// A piece of code.
#[derive(Clone, Copy)]
pub struct Piece {
    /// Where it starts.
    pub start: u32,
    /// How often it runs.
    pub heat: Heat,
    /// Whether what is before it goes on there without a jump.
    pub continues: bool,
}

/// A distance of four bytes in code.
#[derive(Clone, Copy)]
pub struct Distance {
    /// Where it is.
    pub field: u32,
    /// Where it starts.
    pub from: u32,
    /// Where it goes.
    pub to: u32,
}

/// Splits and sorts.
pub(crate) fn split(functions: Vec<CompiledFunction>) -> Vec<CompiledFunction> {
    let mut parts = Vec::with_capacity(functions.len());
    for mut function in functions {
        match function.pieces.take() {
            Some(pieces) => parts.extend(parts_of(function, &pieces)),
            None => parts.push(function),
        }
    }
    if parts.iter().any(|part| part.heat != Heat::Often) {
        // The compiler's own first: the place of what comes first of all cannot be chosen.
        parts.sort_by_key(|part| (part.heat, is_own(part)));
        let first = parts.partition_point(|part| !is_own(part) && part.heat == Heat::Often);
        let end = parts.partition_point(|part| part.heat == Heat::Often);
        let order = affinity::by_calls(&parts[first..end]);
        let mut often: Vec<Option<CompiledFunction>> = parts.drain(first..end).map(Some).collect();
        parts.splice(first..first, order.into_iter().filter_map(|number| often[number].take()));
    }
    parts
}

fn is_own(part: &CompiledFunction) -> bool {
    matches!(part.symbol, Symbol::Function(_) | Symbol::Part(..))
}

/// Where a place is in the parts.
#[derive(Clone, Copy)]
struct Place {
    heat: Heat,
    offset: u32,
}

/// Where pieces are in the parts.
struct Layout<'p> {
    pieces: &'p Pieces,
    /// Where each starts; last, where the constants do.
    starts: Vec<Place>,
}

impl Layout<'_> {
    fn piece(&self, place: u32) -> usize {
        match place >= self.pieces.end {
            true => self.pieces.list.len(),
            false => self.pieces.list.partition_point(|piece| piece.start <= place) - 1,
        }
    }

    fn place(&self, place: u32) -> Place {
        let piece = self.piece(place);
        let start = self.pieces.list.get(piece).map_or(self.pieces.end, |piece| piece.start);
        let Place { heat, offset } = self.starts[piece];
        Place { heat, offset: offset + place - start }
    }

    /// The pieces of the part of this heat, and where they start in it.
    fn moved(&self, heat: Heat) -> impl Iterator<Item = (Range<u32>, u32)> {
        let list = &self.pieces.list;
        let ends = list.iter().skip(1).map(|next| next.start).chain([self.pieces.end]);
        let pieces = list.iter().zip(ends).zip(&self.starts);
        pieces
            .filter(move |(_, start)| start.heat == heat)
            .map(|((piece, end), start)| (piece.start..end, start.offset))
    }

    /// Where a place is in the part of this heat, if it is there.
    fn within(&self, heat: Heat, place: u32) -> Option<u32> {
        let found = self.place(place);
        (found.heat == heat).then_some(found.offset)
    }
}

/// The parts of a function: first that which runs most often, with its start and its constants.
fn parts_of(function: CompiledFunction, pieces: &Pieces) -> Vec<CompiledFunction> {
    let hottest = function.heat;
    // For backtraces, a part of a function that has a frame starts as if it made that; what runs of it is behind.
    let frame = frame_start(&function.code);
    let mut codes = Heat::ALL.map(|heat| if heat == hottest { Vec::new() } else { frame.to_vec() });
    let mut starts = Vec::with_capacity(pieces.list.len() + 1);
    let mut jumps = Vec::new();
    for (index, piece) in pieces.list.iter().enumerate() {
        let next = pieces.list.get(index + 1);
        let end = next.map_or(pieces.end, |next| next.start);
        let code = &mut codes[piece.heat as usize];
        starts.push(Place { heat: piece.heat, offset: code.len() as u32 });
        code.extend_from_slice(&function.code[piece.start as usize..end as usize]);
        if next.is_some_and(|next| next.continues) {
            code.extend(JUMP);
            jumps.push((Place { heat: piece.heat, offset: code.len() as u32 }, end));
        }
    }
    let first = &mut codes[hottest as usize];
    let constants = &function.code[pieces.end as usize..];
    if !constants.is_empty() {
        fill_up(first, pieces.end, function.alignment);
    }
    starts.push(Place { heat: hottest, offset: first.len() as u32 });
    first.extend_from_slice(constants);

    let layout = Layout { pieces, starts };
    let mut parts: Vec<CompiledFunction> = Heat::ALL
        .into_iter()
        .zip(codes)
        .filter(|(heat, _)| pieces.list.iter().any(|piece| piece.heat == *heat))
        .map(|(heat, code)| part(&function, &layout, heat, code))
        .collect();
    let fields = pieces.distances.iter().map(|distance| {
        let field = layout.place(distance.field);
        let from = field.offset.wrapping_add(distance.from.wrapping_sub(distance.field));
        (field, from, layout.place(distance.to))
    });
    let fields = fields.chain(jumps.into_iter().map(|(end, to)| {
        let field = Place { offset: end.offset - 4, ..end };
        (field, end.offset, layout.place(to))
    }));
    for (field, from, to) in fields {
        let target = symbol(&function, to.heat);
        let part = parts.iter_mut().find(|part| part.heat == field.heat).expect("the field is in it");
        let is_own = to.heat == field.heat;
        let distance = if is_own { to.offset.wrapping_sub(from) } else { 0 };
        put(&mut part.code, field.offset, distance);
        if !is_own {
            part.relocations.push(Relocation {
                offset: field.offset,
                kind: Reloc::X86PCRel4,
                target: RelocationTarget::Symbol(target),
                addend: i64::from(to.offset) + i64::from(field.offset) - i64::from(from),
            });
        }
    }
    parts
}

/// The symbol of a part.
fn symbol(function: &CompiledFunction, heat: Heat) -> Symbol {
    match function.symbol {
        whole if heat == function.heat => whole,
        Symbol::Function(index) if heat == Heat::Never => Symbol::Part(index, Part::Never),
        Symbol::Function(index) => Symbol::Part(index, Part::Seldom),
        Symbol::Part(index, Part::Slow) if heat == Heat::Never => Symbol::Part(index, Part::SlowNever),
        Symbol::Part(index, Part::Slow) => Symbol::Part(index, Part::SlowSeldom),
        whole => whole,
    }
}

/// A part of a function that has this code, with distances as they were.
fn part(function: &CompiledFunction, layout: &Layout<'_>, heat: Heat, code: Vec<u8>) -> CompiledFunction {
    let relocations = function.relocations.iter().filter_map(|relocation| {
        let offset = layout.within(heat, relocation.offset)?;
        Some(Relocation { offset, ..relocation.clone() })
    });
    let trap_sites = function.trap_sites.iter().filter_map(|site| {
        let code_offset = layout.within(heat, site.code_offset)?;
        Some(TrapSite { code_offset, ..*site })
    });
    let loops = function.loops.iter().filter_map(|body| {
        let start = layout.within(heat, body.start)?;
        let is_whole = layout.piece(body.start) == layout.piece(body.end - 1);
        is_whole.then_some(start..start + (body.end - body.start))
    });
    CompiledFunction {
        alignment: if heat == function.heat { function.alignment } else { 1 },
        relocations: relocations.collect(),
        trap_sites: trap_sites.collect(),
        inlined: function.inlined.moved(layout.moved(heat)),
        loops: loops.collect(),
        heat,
        traffic: function.traffic.clone().filter(|_| heat == function.heat),
        ..CompiledFunction::new(symbol(function, heat), code)
    }
}

#[cfg(test)]
mod tests {
    use ahead_abi::trap::TrapKind;

    use super::{Distance, Heat, Piece, Pieces, split};
    use crate::codegen::{CompiledFunction, InlinedBody, InlinedCode, RelocationTarget, TrapSite};
    use crate::plan::{Part, Symbol};

    /// Where the code of the test ends, and where its constants start.
    const END: u32 = 16;
    const CONSTANTS: u32 = 24;

    /// Four pieces of four bytes each, the second of which the first goes on to, then constants.
    fn function(heats: [Heat; 4], distances: Vec<Distance>) -> CompiledFunction {
        let starts = (0..END).step_by(4);
        let list = starts.zip(heats).map(|(start, heat)| Piece { start, heat, continues: start == 4 });
        let site =
            |code_offset| TrapSite { code_offset, wasm_offset: code_offset, kind: TrapKind::Unreachable };
        CompiledFunction {
            alignment: 16,
            trap_sites: [1, 5, 9, 13].map(site).into(),
            inlined: InlinedCode {
                bodies: vec![InlinedBody { caller: None, function: 7 }],
                changes: vec![(6, Some(0)), (14, None)],
            },
            loops: vec![0..4, 4..10, 12..16],
            pieces: Some(Pieces { list: list.collect(), end: CONSTANTS, distances }),
            ..CompiledFunction::new(Symbol::Function(3), (0..40).collect())
        }
    }

    #[test]
    fn parts_should_hold_what_runs_as_often() {
        let other = CompiledFunction {
            symbol: Symbol::Entry,
            pieces: None,
            ..function([Heat::Often; 4], Vec::new())
        };
        let heats = [Heat::Often, Heat::Never, Heat::Often, Heat::Seldom];
        let parts = split(vec![function(heats, Vec::new()), other]);
        let symbols: Vec<Symbol> = parts.iter().map(|part| part.symbol).collect();
        assert_eq!(
            symbols,
            [Symbol::Entry, Symbol::Function(3), Symbol::Part(3, Part::Seldom), Symbol::Part(3, Part::Never)]
        );
        let [_, first, third, last] = parts.as_slice() else { unreachable!("there are four") };
        // Its pieces, with a jump to what follows the first; constants where they were modulo the alignment.
        assert_eq!(first.code[..13], [0, 1, 2, 3, 0xe9, 0, 0, 0, 0, 8, 9, 10, 11]);
        assert_eq!(first.code[24..], (CONSTANTS as u8..40).collect::<Vec<u8>>());
        assert_eq!(third.code, [12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]);
        assert_eq!(last.code, [4, 5, 6, 7]);
        let sites = |part: &CompiledFunction| {
            part.trap_sites.iter().map(|site| (site.code_offset, site.wasm_offset)).collect::<Vec<_>>()
        };
        assert_eq!(
            (sites(first), sites(third), sites(last)),
            (vec![(1, 1), (10, 9)], vec![(1, 13)], vec![(1, 5)])
        );
        assert_eq!(first.inlined.changes, [(9, Some(0))]);
        assert_eq!(third.inlined.changes, [(0, Some(0)), (2, None)]);
        assert_eq!(last.inlined.changes, [(2, Some(0))]);
        assert_eq!((&first.loops, &third.loops), (&vec![0..4], &vec![0..4]));
        let [jump] = first.relocations.as_slice() else { panic!("one, not {}", first.relocations.len()) };
        assert_eq!((jump.offset, jump.addend), (5, -4));
        assert!(matches!(jump.target, RelocationTarget::Symbol(Symbol::Part(3, Part::Never))));
    }

    #[test]
    fn parts_of_what_has_a_frame_should_start_as_if_they_made_it() {
        let heats = [Heat::Often, Heat::Never, Heat::Often, Heat::Never];
        for frame in [&[0x55][..], &[0x41, 0x57]] {
            let mut whole = function(heats, Vec::new());
            whole.code[..frame.len()].copy_from_slice(frame);
            let parts = split(vec![whole]);
            let [first, last] = parts.as_slice() else { unreachable!("there are two") };
            assert!(first.code.starts_with(frame));
            assert_eq!(last.code[..frame.len() + 4], [frame, &[4, 5, 6, 7]].concat());
            let moved = frame.len() as u32;
            assert_eq!(last.trap_sites[0].code_offset, moved + 1);
            assert_eq!((first.relocations[0].offset, first.relocations[0].addend), (5, i64::from(moved) - 4));
        }
    }

    #[test]
    fn distances_should_lead_where_they_did() {
        let heats = [Heat::Often, Heat::Never, Heat::Often, Heat::Never];
        // From the first piece to the third, from there to constants, from the last to the third; and of a table in
        // the first that starts before the field, to the last.
        let distances = vec![
            Distance { field: 8, from: 12, to: 30 },
            Distance { field: 12, from: 16, to: 9 },
            Distance { field: 0, from: 0, to: 13 },
        ];
        let parts = split(vec![function(heats, distances)]);
        let [first, last] = parts.as_slice() else { unreachable!("there are two") };
        // The third piece is at 9 now, and the constants at 24.
        assert_eq!(first.code[9..13], (30 - 13i32).to_le_bytes());
        let ends: Vec<_> = first.relocations.iter().map(|it| (it.offset, it.addend)).collect();
        assert_eq!(ends, [(0, 5), (5, -4)], "the part that never runs has its second piece at 4");
        let [back] = last.relocations.as_slice() else { panic!("one, not {}", last.relocations.len()) };
        assert_eq!((back.offset, back.addend), (4, 10 - 4));
        assert!(matches!(back.target, RelocationTarget::Symbol(Symbol::Function(3))));
    }
}
