//! The map of the generated code: which function an address is in, and what may trap where.

use std::mem::offset_of;

use ahead_abi::code::{CodeMap, FunctionRecord};
use ahead_abi::{Bytes, Slice};

use super::Error;
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
    for compiled in &code.functions {
        let (name, module) = name(plan, compiled.symbol);
        functions.append(
            Record::of::<FunctionRecord>()
                .u32(offset_of!(FunctionRecord, code_offset), writer.code_offset(compiled.symbol) as u32)
                .u32(offset_of!(FunctionRecord, name_offset), names.len() as u32)
                .u32(offset_of!(FunctionRecord, name_len), name.len() as u32)
                .u32(offset_of!(FunctionRecord, module), module)
                .u32(offset_of!(FunctionRecord, sites), sites.len() as u32),
        );
        names.extend(name.into_bytes());
        encode_sites(&compiled.trap_sites, &mut sites);
    }
    let functions = writer.array(8, code.functions.len(), functions);
    let names = writer.bytes(&names);
    let sites = writer.bytes(&sites);
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
        .elements(offset_of!(CodeMap, modules), modules))
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

fn uleb128(mut value: u64, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn sleb128(mut value: i64, out: &mut Vec<u8>) {
    while !(-0x40..0x40).contains(&value) {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8 & 0x7f);
}

#[cfg(test)]
mod tests {
    use super::{sleb128, uleb128};

    #[test]
    fn numbers_are_leb128() {
        let mut out = Vec::new();
        uleb128(624_485, &mut out);
        sleb128(-123_456, &mut out);
        sleb128(63, &mut out);
        sleb128(-64, &mut out);
        sleb128(64, &mut out);
        assert_eq!(out, [0xe5, 0x8e, 0x26, 0xc0, 0xbb, 0x78, 0x3f, 0x40, 0xc0, 0x00]);
    }
}
