//! What a program counts that is built to make a profile: its counters, and the file they are kept in; and which pages
//! the memory of one has that is built with a profile.

use std::mem::offset_of;

use ahead_abi::layout::{MAX_PAGE_SIZE, WASM_PAGE_SHIFT};
use ahead_abi::profile::{BLOCK_LEN, BLOCKS, Profile, Touched};

use super::record::{Place, Record};
use super::writer::Writer;
use crate::codegen::Code;
use crate::plan::{LINKED_BASE, Memory, Plan, Symbol};
use crate::profile::{self, Counted, Profiling};
use crate::request::Request;

/// The blocks of the first memory that have small pages: a bit for each; none if there are none. While it is counted
/// what is touched, all have.
pub(super) fn small_pages(plan: &Plan<'_>, request: &Request<'_>) -> Vec<u8> {
    let Some(memory) = counted_memory(plan) else { return Vec::new() };
    let mut small = match &request.profiling {
        Profiling::None => return Vec::new(),
        Profiling::Generate(_) => vec![true; BLOCKS],
        Profiling::Use(profile) => profile.sparse(memory.base),
    };
    // The blocks that a memory has at first have no huge pages anyway.
    let first = (memory.base % BLOCK_LEN + memory.min_len) / BLOCK_LEN;
    small.iter_mut().take(first as usize).for_each(|small| *small = false);
    if !small.contains(&true) {
        return Vec::new();
    }
    let bits = |blocks: &[bool]| blocks.iter().rev().fold(0, |bits, small| bits << 1 | u8::from(*small));
    small.chunks(8).map(bits).collect()
}

/// The memory of which it is counted what is touched: the first, if it can grow, in usual pages.
fn counted_memory<'p, 'a>(plan: &'p Plan<'a>) -> Option<&'p Memory<'a>> {
    plan.memories.first().filter(|first| {
        let is_usual = !first.ty.memory64 && first.page_shift() == WASM_PAGE_SHIFT;
        is_usual && first.base != LINKED_BASE && first.max_len > first.min_len
    })
}

/// Writes the record of the profile, if there is anything for it, with the counters of all functions.
pub(super) fn write(
    writer: &mut Writer<'_>,
    plan: &Plan<'_>,
    code: &Code,
    request: &Request<'_>,
    small_pages: &[u8],
) -> Option<Place> {
    let mut record = match &request.profiling {
        Profiling::Generate(path) => {
            let path = writer.bytes(&[path.as_os_str().as_encoded_bytes(), &[0]].concat());
            counters(writer, plan, code).elements(offset_of!(Profile, path), path)
        }
        _ if small_pages.is_empty() => return None,
        _ => Record::of::<Profile>(),
    };
    let small = writer.bytes(small_pages);
    record = record.elements(offset_of!(Profile, small), small);
    Some(writer.data(8, record))
}

/// The record of a program with counters, which it writes.
fn counters(writer: &mut Writer<'_>, plan: &Plan<'_>, code: &Code) -> Record {
    let functions = code.functions.iter().filter_map(|function| match function.symbol {
        Symbol::Function(index) => Some((index, function.counted?)),
        _ => None,
    });
    let memory = counted_memory(plan);
    let header = writer.bytes(&profile::header(functions.clone(), memory.map(|memory| memory.base)));
    let counted_len: u64 = functions.clone().map(|(_, counted)| size(counted)).sum();
    let touched_len = if memory.is_some() { BLOCKS * size_of::<Touched>() } else { 0 };
    // In pages that nothing else is in.
    let padded = (counted_len + touched_len as u64).next_multiple_of(MAX_PAGE_SIZE);
    let mut rest = padded;
    let count = functions.clone().count();
    let mut first = None;
    for (number, (index, counted)) in functions.enumerate() {
        let size = if number + 1 == count { rest } else { size(counted) };
        let align = if number == 0 { MAX_PAGE_SIZE } else { align_of::<u64>() as u64 };
        writer.define_zeros(Symbol::Counters(index), align, size);
        first.get_or_insert(Symbol::Counters(index));
        rest -= size;
    }
    let record = Record::of::<Profile>().elements(offset_of!(Profile, header), header);
    let Some(first) = first.map(|first| writer.symbol(first)) else { return record };
    let record =
        record.u64(offset_of!(Profile, counters_len), padded).address(offset_of!(Profile, counters), first);
    match memory {
        Some(_) => record.address(offset_of!(Profile, touched), Place { symbol: first, offset: counted_len }),
        None => record,
    }
}

/// Bytes of a function's counters.
fn size(counted: Counted) -> u64 {
    u64::from(counted.counters) * size_of::<u64>() as u64
}
