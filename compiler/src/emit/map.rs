//! The map of the generated code: which function an address is in, and what may trap where.

use std::mem::offset_of;

use ahead_abi::code::{CodeMap, FunctionRecord};
use ahead_abi::trap::TrapKind;
use ahead_abi::{Bytes, Slice};

use super::Error;
use super::inlined::{self, Records};
use super::leb128::uleb128;
use super::record::{Place, Record};
use super::writer::Writer;
use crate::codegen::{Code, TrapSite};
use crate::plan::{Plan, Symbol};

/// Offsets in the map are 32 bits wide.
const MAX_CODE_LEN: u64 = i32::MAX as u64;

/// Writes the map; gives the record that refers to it.
pub(super) fn write(writer: &mut Writer<'_>, plan: &Plan<'_>, code: &Code) -> Result<Record, Error> {
    let (text, text_len) = writer.text();
    if text_len > MAX_CODE_LEN {
        return Err(Error::CodeTooLarge(text_len));
    }
    let mut functions = Record::default();
    let mut details = Vec::new();
    let records = Records::of(code);
    for compiled in &code.functions {
        functions.append(record(writer.code_offset(compiled.symbol), &details));
        describe(plan, compiled.symbol, &mut details);
        inlined::encode(&compiled.inlined, &records, &mut details);
        encode_sites(&compiled.trap_sites, &mut details);
    }
    for index in &records.without_code {
        functions.append(record(text_len, &details));
        describe(plan, Symbol::Function(*index), &mut details);
    }
    let functions = writer.array(4, records.count(), functions);
    let details = writer.bytes(&details);
    let mut modules = Record::default();
    for module in &plan.modules {
        let file_name = writer.bytes(module.file_name.as_bytes());
        modules.append(Record::of::<Bytes>().elements(offset_of!(Slice<u8>, ptr), file_name));
    }
    let modules = writer.array(8, plan.modules.len(), modules);
    Ok(Record::of::<CodeMap>()
        .address(offset_of!(CodeMap, start), text)
        .address(offset_of!(CodeMap, end), Place { symbol: text, offset: text_len })
        .elements(offset_of!(CodeMap, functions), functions)
        .elements(offset_of!(CodeMap, details), details)
        .elements(offset_of!(CodeMap, modules), modules))
}

/// The record of a function whose details are to follow those that are there.
fn record(code_offset: u64, details: &[u8]) -> Record {
    Record::of::<FunctionRecord>()
        .u32(offset_of!(FunctionRecord, code_offset), code_offset as u32)
        .u32(offset_of!(FunctionRecord, details), details.len() as u32)
}

/// Appends what is known of a function without its code.
fn describe(plan: &Plan<'_>, symbol: Symbol, details: &mut Vec<u8>) {
    let (name, module) = name(plan, symbol);
    uleb128(name.len() as u64, details);
    details.extend(name.into_bytes());
    uleb128(module.into(), details);
}

/// A function's name in backtraces (none for the compiler's own), and its module.
pub(super) fn name(plan: &Plan<'_>, symbol: Symbol) -> (String, u32) {
    match symbol {
        Symbol::Function(index) | Symbol::Part(index, _) => {
            let function = &plan.functions[index as usize];
            let module = &plan.modules[function.instance as usize];
            (module.names.function(function.index), function.instance)
        }
        _ => (String::new(), 0),
    }
}

/// Appends a function's trap sites in the form that [`FunctionRecord::details`] says.
fn encode_sites(sites: &[TrapSite], out: &mut Vec<u8>) {
    let (mut code, mut wasm) = (0, 0);
    for site in sites {
        let other_kind = site.kind != TrapKind::MemoryOutOfBounds;
        uleb128(u64::from(site.code_offset - code) * 2 + u64::from(other_kind) + 1, out);
        let distance = i64::from(site.wasm_offset) - i64::from(wasm);
        uleb128((distance << 1 ^ distance >> 63) as u64, out);
        if other_kind {
            out.push(site.kind as u8);
        }
        (code, wasm) = (site.code_offset, site.wasm_offset);
    }
    out.push(0);
}
