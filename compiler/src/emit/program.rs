//! The root record of the program.

use std::mem::offset_of;

use ahead_abi::import::WASI;
use ahead_abi::program::{Action, Invoke, Program, State};
use ahead_abi::symbol;
use ahead_abi::table::EntryKind;
use ahead_abi::value::{Value, ValueType};
use wasmparser::{FuncType, ValType};

use super::record::{Elements, Place, Record};
use super::writer::Writer;
use crate::plan;
use crate::plan::{Callee, Entry, Plan, Symbol};
use crate::request::Request;
use crate::target::Platform;

/// Writes [`symbol::PROGRAM`].
pub(super) fn write(
    writer: &mut Writer<'_>,
    plan: &Plan<'_>,
    request: &Request<'_>,
    map: Record,
    grants: Record,
    steps: &[&'static str],
    profile: Option<Place>,
) {
    let (place, contents) = writer.place_state(request.target.platform == Platform::Linux);
    let initialize = writer.symbol(Symbol::InitializeProgram);
    let memories = memories(writer, plan);
    let prepare = prepare(writer, steps);
    let version = writer.import(symbol::VERSION);
    let mut record = Record::of::<Program>()
        .address(offset_of!(Program, version), version)
        .u64(offset_of!(Program, stack_size), request.options.stack_size)
        .elements(offset_of!(Program, state) + offset_of!(State, contents), contents)
        .elements(offset_of!(Program, memories), memories)
        .elements(offset_of!(Program, prepare), prepare)
        .nested(offset_of!(Program, code), map)
        .nested(offset_of!(Program, grants), grants)
        .address(offset_of!(Program, initialize), initialize);
    if let Some(place) = place {
        record = record.address(offset_of!(Program, state) + offset_of!(State, place), place);
    }
    if let Some(profile) = profile {
        record = record.address(offset_of!(Program, profile), profile);
    }
    if let Some(memory) = plan.host_memory {
        record = record.address(offset_of!(Program, wasi_memory), writer.symbol(Symbol::Memory(memory)));
    }
    record = match &plan.entry {
        Entry::Command(callee) => {
            let record = run(writer, record, symbol::RUN_COMMAND);
            match callee {
                Some(callee) => record.address(offset_of!(Program, entry), code(writer, plan, *callee)),
                None => record,
            }
        }
        Entry::Invoke { name, trampoline, ty, .. } => {
            let invoke = invoke(writer, name, *trampoline, ty);
            run(writer, record, symbol::RUN_INVOKE).address(offset_of!(Program, invoke), invoke)
        }
        Entry::Script(actions) => {
            let script = script(writer, actions);
            run(writer, record, symbol::RUN_SCRIPT).elements(offset_of!(Program, script), script)
        }
    };
    writer.export(symbol::PROGRAM, record);
}

fn run(writer: &mut Writer<'_>, record: Record, name: &'static str) -> Record {
    record.address(offset_of!(Program, run), writer.import(name))
}

fn memories(writer: &mut Writer<'_>, plan: &Plan<'_>) -> Elements {
    let mut record = Record::default();
    for index in 0..plan.memories.len() as u32 {
        let memory = writer.symbol(Symbol::Memory(index));
        record.append(Record::of::<u64>().address(0, memory));
    }
    writer.array(8, plan.memories.len(), record)
}

/// The functions that prepare the program's start, in order.
fn prepare(writer: &mut Writer<'_>, steps: &[&'static str]) -> Elements {
    let mut record = Record::default();
    for step in steps {
        let function = writer.import(step);
        record.append(Record::of::<u64>().address(0, function));
    }
    writer.array(8, steps.len(), record)
}

/// The native code of a function that the runtime calls, which takes and returns nothing.
fn code(writer: &mut Writer<'_>, plan: &Plan<'_>, callee: Callee) -> object::write::SymbolId {
    if plan.adapted_entry().is_some() {
        return writer.symbol(Symbol::Entry);
    }
    match callee {
        Callee::Defined(index) => writer.symbol(Symbol::Function(index)),
        Callee::Host(index) => writer.import(WASI[index as usize].symbol),
    }
}

fn invoke(writer: &mut Writer<'_>, name: &str, trampoline: u32, ty: &FuncType) -> Place {
    let name = writer.bytes(name.as_bytes());
    let params = value_types(writer, ty.params());
    let results = value_types(writer, ty.results());
    let trampoline = writer.symbol(Symbol::Trampoline(trampoline));
    let record = Record::of::<Invoke>()
        .elements(offset_of!(Invoke, name), name)
        .address(offset_of!(Invoke, trampoline), trampoline)
        .elements(offset_of!(Invoke, params), params)
        .elements(offset_of!(Invoke, results), results);
    writer.data(8, record)
}

fn value_types(writer: &mut Writer<'_>, types: &[ValType]) -> Elements {
    let bytes: Vec<u8> = types.iter().map(|ty| value_type(*ty) as u8).collect();
    writer.bytes(&bytes)
}

fn value_type(ty: ValType) -> ValueType {
    match ty {
        ValType::I32 => ValueType::I32,
        ValType::I64 => ValueType::I64,
        ValType::F32 => ValueType::F32,
        ValType::F64 => ValueType::F64,
        ValType::V128 => ValueType::V128,
        ValType::Ref(ty) => match plan::entry_kind(ty) {
            EntryKind::Function => ValueType::FuncRef,
            EntryKind::Extern => ValueType::ExternRef,
        },
    }
}

fn script(writer: &mut Writer<'_>, actions: &[plan::Action]) -> Elements {
    let mut record = Record::default();
    for action in actions {
        let slots = action.args.iter().flat_map(|arg| arg.to_le_bytes()).collect();
        let slots = Record { bytes: slots, addresses: Vec::new() };
        let args = writer.array(align_of::<Value>() as u64, action.args.len(), slots);
        let trampoline = writer.symbol(Symbol::Trampoline(action.trampoline));
        record.append(
            Record::of::<Action>()
                .address(offset_of!(Action, call), trampoline)
                .elements(offset_of!(Action, args), args)
                .u64(offset_of!(Action, results), action.results as u64),
        );
    }
    writer.array(8, actions.len(), record)
}
