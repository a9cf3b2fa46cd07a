//! What a program counts that is built to make a profile: its counters, and the file they are kept in.

use std::mem::offset_of;

use ahead_abi::layout::MAX_PAGE_SIZE;
use ahead_abi::profile::Profile;

use super::record::{Place, Record};
use super::writer::Writer;
use crate::codegen::Code;
use crate::plan::Symbol;
use crate::profile::{self, Counted, Profiling};
use crate::request::Request;

/// Writes the counters of all functions and the record of the profile, if the request asks for one.
pub(super) fn write(writer: &mut Writer<'_>, code: &Code, request: &Request<'_>) -> Option<Place> {
    let Profiling::Generate(path) = &request.profiling else { return None };
    let functions = code.functions.iter().filter_map(|function| match function.symbol {
        Symbol::Function(index) => Some((index, function.counted?)),
        _ => None,
    });
    let path = writer.bytes(&[path.as_os_str().as_encoded_bytes(), &[0]].concat());
    let header = writer.bytes(&profile::header(functions.clone()));
    let len: u64 = functions.clone().map(|(_, counted)| size(counted)).sum();
    // In pages that nothing else is in.
    let padded = len.next_multiple_of(MAX_PAGE_SIZE);
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
    let record = Record::of::<Profile>()
        .elements(offset_of!(Profile, path), path)
        .elements(offset_of!(Profile, header), header)
        .u64(offset_of!(Profile, counters_len), padded);
    let record = match first {
        Some(first) => record.address(offset_of!(Profile, counters), writer.symbol(first)),
        None => record,
    };
    Some(writer.data(8, record))
}

/// Bytes of a function's counters.
fn size(counted: Counted) -> u64 {
    u64::from(counted.counters) * size_of::<u64>() as u64
}
