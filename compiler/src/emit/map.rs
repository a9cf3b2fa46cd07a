//! The map of the generated code: which function an address is in, and what may trap where.

use std::mem::offset_of;

use ahead_abi::code::{CodeMap, FunctionRecord};
use ahead_abi::{Bytes, Slice};

use super::Error;
use super::inlined::{self, Records};
use super::leb128::{sleb128, uleb128};
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
    let mut names = Vec::new();
    let mut sites = Vec::new();
    let records = Records::of(code);
    let mut inlined = inlined::NONE.to_vec();
    for compiled in &code.functions {
        let mut record = function(plan, compiled.symbol, &mut names)
            .u32(offset_of!(FunctionRecord, code_offset), writer.code_offset(compiled.symbol) as u32)
            .u32(offset_of!(FunctionRecord, sites), sites.len() as u32);
        if !compiled.inlined.changes.is_empty() {
            record = record.u32(offset_of!(FunctionRecord, inlined), inlined.len() as u32);
            inlined::encode(&compiled.inlined, &records, &mut inlined);
        }
        functions.append(record);
        encode_sites(&compiled.trap_sites, &mut sites);
    }
    for index in &records.without_code {
        functions.append(
            function(plan, Symbol::Function(*index), &mut names)
                .u32(offset_of!(FunctionRecord, code_offset), text_len as u32),
        );
    }
    let functions = writer.array(8, records.count(), functions);
    let names = writer.bytes(&names);
    let sites = writer.bytes(&sites);
    let inlined = writer.bytes(&inlined);
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
        .elements(offset_of!(CodeMap, names), names)
        .elements(offset_of!(CodeMap, sites), sites)
        .elements(offset_of!(CodeMap, inlined), inlined)
        .elements(offset_of!(CodeMap, modules), modules))
}

/// What is known of a function without its code.
fn function(plan: &Plan<'_>, symbol: Symbol, names: &mut Vec<u8>) -> Record {
    let (name, module) = name(plan, symbol);
    let record = Record::of::<FunctionRecord>()
        .u32(offset_of!(FunctionRecord, name_offset), names.len() as u32)
        .u32(offset_of!(FunctionRecord, name_len), name.len() as u32)
        .u32(offset_of!(FunctionRecord, module), module);
    names.extend(name.into_bytes());
    record
}

/// A function's name in backtraces (none for the compiler's own), and its module.
pub(super) fn name(plan: &Plan<'_>, symbol: Symbol) -> (String, u32) {
    match symbol {
        Symbol::Function(index) => {
            let function = &plan.functions[index as usize];
            let module = &plan.modules[function.instance as usize];
            (module.names.function(function.index), function.instance)
        }
        _ => (String::new(), 0),
    }
}

/// Appends a function's trap sites in the form that [`FunctionRecord::sites`] says.
fn encode_sites(sites: &[TrapSite], out: &mut Vec<u8>) {
    let (mut code, mut wasm) = (0, 0);
    for site in sites {
        uleb128(u64::from(site.code_offset - code) + 1, out);
        sleb128(i64::from(site.wasm_offset) - i64::from(wasm), out);
        out.push(site.kind as u8);
        (code, wasm) = (site.code_offset, site.wasm_offset);
    }
    out.push(0);
}
