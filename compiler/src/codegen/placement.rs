//! Compiled functions in, the same out with what was free to choose about their places chosen: small
//! loops lie in as few cache lines as they can, and so does what is known to run, and small functions that call
//! themselves lie in one page. That is for x86-64; elsewhere functions are only aligned.
//!
//! Cranelift cannot align a loop's head, but where a function starts within a line moves all its loops. Where pages
//! begin is not known: but what lies in one piece of a page that is a power of two lies in one page.

use std::cmp::Reverse;
use std::ops::Range;

use cranelift_codegen::CompiledCode;
use cranelift_codegen::isa::TargetIsa;
use target_lexicon::Architecture;

use super::{CompiledFunction, RelocationTarget};
use crate::plan::{Part, Symbol};

/// Bytes that are fetched at once.
const LINE: u32 = 64;
/// Bytes that are left behind the first function. In which half of 128 bytes a loop lies decides about a fifth of its
/// time on the processor at hand, for some loops in one way and for some in the other, by no rule that was found: of
/// the two ways that all can lie, this was the one that more programs of the bench gained from; what changes code may
/// turn it.
const BEHIND_FIRST: u32 = LINE;
/// A longer function that calls itself does not gain from lying in one page, bytes: a part of all pages.
const PIECE: u32 = 512;
/// What function starts are a multiple of.
const STEP: u32 = 4;
/// What they are a multiple of where it is not known how often they run, and no loop is better off otherwise.
const PREFERRED: u32 = 16;
/// How many bytes are left free at most so that a function of which it is known how often it runs lies in a line less:
/// what lies between is fetched, too (Ruby misses 0.95 times as often).
const FREE_FOR_LINE: u32 = 32;
/// A longer loop does not gain, bytes.
const LONGEST: u32 = 5 * LINE;
/// An invalid instruction on x86-64: what is between functions, and between code and constants, never runs.
pub(super) const FILLER: u8 = 0xcc;

/// Fills code up, so that constants which were at `old` keep their places modulo the alignment behind it.
pub(super) fn fill_up(code: &mut Vec<u8>, old: u32, alignment: u32) {
    let up = old.wrapping_sub(code.len() as u32) % alignment;
    code.resize(code.len() + up as usize, FILLER);
}

/// The innermost loops of a function that are short, by their offsets in its code.
pub(super) fn loops(code: &CompiledCode) -> Vec<Range<u32>> {
    let starts = &code.bb_starts;
    // A block of which nothing is left may be the last.
    let end = |start: u32| {
        let next = starts.get(starts.partition_point(|next| *next <= start));
        next.copied().unwrap_or(code.buffer.total_size())
    };
    short(code.bb_edges.iter().filter(|(from, to)| to <= from).map(|(from, to)| *to..end(*from)).collect())
}

/// Those of loops, by their offsets, that are short and innermost.
pub(super) fn short(mut loops: Vec<Range<u32>>) -> Vec<Range<u32>> {
    loops.retain(|body| body.end - body.start <= LONGEST);
    // Backwards, a loop comes after all that lie in it.
    loops.sort_unstable_by_key(|body| (Reverse(body.start), body.end));
    loops.dedup();
    let mut inner_end = u32::MAX;
    loops.retain(|body| {
        let is_innermost = body.end < inner_end;
        inner_end = inner_end.min(body.end);
        is_innermost
    });
    loops.reverse();
    loops
}

/// Chooses where each function starts: on x86-64 within a line, by filling up the one before it.
pub(super) fn place(functions: &mut [CompiledFunction], isa: &dyn TargetIsa) {
    if isa.triple().architecture != Architecture::X86_64 {
        for function in functions {
            function.alignment = function.alignment.max(isa.function_alignment().preferred);
        }
        return;
    }
    let recursive: Vec<bool> = functions.iter().map(calls_itself).collect();
    let mut end = 0;
    for index in 0..functions.len() {
        let function = &mut functions[index];
        function.alignment = match index {
            0 if recursive.contains(&true) => PIECE,
            0 => LINE,
            _ => function.alignment.max(STEP),
        };
        let ahead = if index == 1 { BEHIND_FIRST } else { 0 };
        let mut start = start_after(end + ahead, function);
        if recursive[index] {
            start = in_one_piece(start, function.code.len() as u32);
        }
        let size = function.code.len() as u32;
        if index > 0 {
            let before = &mut functions[index - 1].code;
            before.resize(before.len() + (start - end) as usize, FILLER);
        }
        end = start + size;
    }
}

/// The best place from `end` on; the first of the best.
fn start_after(end: u32, function: &CompiledFunction) -> u32 {
    let least = end.next_multiple_of(function.alignment);
    let steps = (LINE / function.alignment).max(1);
    let starts = (0..steps).map(|step| least + step * function.alignment);
    let len = function.code.len() as u32;
    let cost = |start: &u32| {
        let crossings = crossings(&function.loops, *start);
        match function.traffic {
            Some(_) => (crossings, lines(*start, len) * FREE_FOR_LINE + (start - least)),
            None => (crossings + u32::from(!start.is_multiple_of(PREFERRED)), 0),
        }
    };
    starts.min_by_key(cost).unwrap_or(least)
}

/// In how many lines so many bytes lie.
fn lines(start: u32, len: u32) -> u32 {
    (start + len).div_ceil(LINE) - start / LINE
}

/// Whether a function is small and calls itself, or is what such a one goes on with.
fn calls_itself(function: &CompiledFunction) -> bool {
    let called = match function.symbol {
        Symbol::Part(index, Part::Slow) => Symbol::Function(index),
        symbol => symbol,
    };
    let is_call =
        |target: &RelocationTarget| matches!(target, RelocationTarget::Symbol(symbol) if *symbol == called);
    function.code.len() <= PIECE as usize
        && function.relocations.iter().any(|relocation| is_call(&relocation.target))
}

/// Where `len` bytes start instead that would lie in two pieces.
fn in_one_piece(start: u32, len: u32) -> u32 {
    let next = start.next_multiple_of(PIECE);
    if start + len > next && start < next { next } else { start }
}

/// How many lines the loops take more than they would if each started one, of each in proportion to its size:
/// a line more is the more of a loop's time the shorter it is.
fn crossings(loops: &[Range<u32>], start: u32) -> u32 {
    let more = |body: &Range<u32>| {
        let size = (body.end - body.start).max(1);
        (lines(start + body.start, size) - size.div_ceil(LINE)) * (LONGEST / size)
    };
    loops.iter().map(more).sum()
}

#[cfg(test)]
mod tests {
    use super::{crossings, in_one_piece, start_after};
    use crate::codegen::{CompiledFunction, Traffic};
    use crate::plan::Symbol;

    #[test]
    fn a_loop_that_fits_a_line_should_not_cross_one() {
        assert_eq!([0, 16, 32, 48].map(|start| crossings(&[20..52], start)), [0, 10, 10, 0]);
        assert_eq!(crossings(&[20..52, 60..180], 0), 2);
    }

    #[test]
    fn what_is_known_to_run_should_lie_in_few_lines() {
        let function = |len: usize, traffic: Option<Traffic>| CompiledFunction {
            alignment: 4,
            traffic,
            ..CompiledFunction::new(Symbol::Function(0), vec![0; len])
        };
        let start = |end, len| start_after(end, &function(len, Some(Traffic::default())));
        assert_eq!([start(40, 24), start(40, 28), start(28, 40), start(36, 40)], [40, 64, 28, 64]);
        assert_eq!(start_after(28, &function(40, None)), 32);
    }

    #[test]
    fn what_calls_itself_should_lie_in_one_piece() {
        assert_eq!([0, 300, 320, 500].map(|start| in_one_piece(start, 200)), [0, 300, 512, 512]);
        assert_eq!([0, 512, 516].map(|start| in_one_piece(start, 512)), [0, 512, 1024]);
    }
}
