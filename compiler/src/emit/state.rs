//! The state of the program before it starts: memories, tables, globals and segments.

use std::mem::offset_of;

use ahead_abi::layout::WASM_PAGE_SHIFT;
use ahead_abi::memory::{self, DataSegment, ImagePiece, Placement};
use ahead_abi::table::{self, ElementSegment, EntryKind, FunctionRef};
use wasmparser::ValType;

use super::image::{self, Piece};
use super::record::Record;
use super::writer::{Access, Writer};
use crate::plan::{self, Callee, Constant, Entries, Memory, Plan, Reference, Symbol, Table, entry_kind};
use crate::request::Request;
use crate::target::Platform;

/// Entries of a table that are still written one by one when most are null.
const DENSE_ENTRIES: u64 = 1024;

/// Writes all of it.
pub(super) fn write(writer: &mut Writer<'_>, plan: &Plan<'_>, request: &Request<'_>) {
    for (index, memory) in (0..).zip(&plan.memories) {
        write_memory(writer, index, memory, request);
    }
    for (index, table) in (0..).zip(&plan.tables) {
        write_table(writer, plan, index, table);
    }
    for (index, global) in (0..).zip(&plan.globals) {
        let record = constant(writer, global.value, global.ty.content_type);
        writer.define(Symbol::Global(index), Access::ReadWrite, record.bytes.len() as u64, record);
    }
    for (index, segment) in (0..).zip(&plan.data_segments) {
        let bytes = writer.bytes(segment.bytes);
        let record = Record::of::<DataSegment>().elements(offset_of!(DataSegment, data), bytes);
        writer.define(Symbol::DataSegment(index), Access::ReadWrite, 8, record);
    }
    for (index, segment) in (0..).zip(&plan.element_segments) {
        let mut items = Record::default();
        for item in &segment.items {
            items.append(entry(writer, plan, *item, entry_kind(segment.ty)));
        }
        let entries = writer.array(16, segment.items.len(), items);
        let record = Record::of::<ElementSegment>().elements(offset_of!(ElementSegment, entries), entries);
        writer.define(Symbol::ElementSegment(index), Access::ReadWrite, 8, record);
    }
    // Last: the state above may refer to them.
    if writer.refers_to(Symbol::FunctionRefs) {
        let mut records = Record::default();
        for index in 0..plan.function_refs.len() as u32 {
            records.append(entry(writer, plan, Reference::Function(index), EntryKind::Function));
        }
        writer.define(Symbol::FunctionRefs, Access::ReadOnly, 16, records);
    }
}

fn write_memory(writer: &mut Writer<'_>, index: u32, planned: &Memory<'_>, request: &Request<'_>) {
    if planned.base != plan::LINKED_BASE {
        writer.define_absolute(Symbol::MemoryBase(index), planned.base);
    }
    let pages_move = request.target.platform == Platform::Linux && planned.page_shift() == WASM_PAGE_SHIFT;
    let pieces = image::pieces(&planned.image, pages_move);
    let mut records = Record::default();
    for piece in &pieces {
        records.append(image_piece(writer, piece));
    }
    let pieces = writer.array(8, pieces.len(), records);
    let record = Record::of::<memory::Memory>();
    let record = match planned.base {
        plan::LINKED_BASE => {
            let base = writer.linked(Symbol::MemoryBase(index));
            record.address(offset_of!(memory::Memory, base), base)
        }
        base => record.u64(offset_of!(memory::Memory, base), base),
    };
    let record = record
        .u64(offset_of!(memory::Memory, len), planned.min_len)
        .u64(offset_of!(memory::Memory, max_len), planned.max_len)
        .u32(offset_of!(memory::Memory, bounds), planned.bounds as u32)
        .u32(offset_of!(memory::Memory, page_shift), planned.page_shift())
        .elements(offset_of!(memory::Memory, image), pieces);
    writer.define(Symbol::Memory(index), Access::ReadWrite, 8, record);
}

fn image_piece(writer: &mut Writer<'_>, piece: &Piece) -> Record {
    let (address, bytes, place, placement) = match piece {
        Piece::Pages { address, bytes } => (address, bytes, Some(writer.image_pages(bytes)), Placement::Map),
        Piece::Bytes { address, bytes } => (address, bytes, writer.bytes(bytes).place, Placement::Copy),
    };
    let place = place.expect("no piece is empty");
    Record::of::<ImagePiece>()
        .u64(offset_of!(ImagePiece, address), *address)
        .address(offset_of!(ImagePiece, data), place)
        .u64(offset_of!(ImagePiece, len), bytes.len() as u64)
        .u64(offset_of!(ImagePiece, placement), placement as u64)
}

fn write_table(writer: &mut Writer<'_>, plan: &Plan<'_>, index: u32, planned: &Table) {
    // Calls through a table that nothing changes look at its entries only.
    let has_record = writer.refers_to(Symbol::Table(index));
    if !has_record && !writer.refers_to(Symbol::TableEntries(index)) {
        return;
    }
    let kind = planned.kind();
    let Entries { default, set, len } = &planned.entries;
    let size = len * kind.size() as u64;
    let access = if planned.written { Access::ReadWrite } else { Access::ReadOnly };
    if *len > DENSE_ENTRIES && *default == Reference::Null && set.is_empty() {
        writer.define_zeros(Symbol::TableEntries(index), 16, size);
    } else {
        let mut entries = Record::default();
        for position in 0..*len {
            let reference = set.get(&position).copied().unwrap_or(*default);
            entries.append(entry(writer, plan, reference, kind));
        }
        writer.define(Symbol::TableEntries(index), access, 16, entries);
    }
    if !has_record {
        return;
    }
    let entries = writer.symbol(Symbol::TableEntries(index));
    let record = Record::of::<table::Table>()
        .address(offset_of!(table::Table, base), entries)
        .u64(offset_of!(table::Table, len), *len)
        .u64(offset_of!(table::Table, max_len), planned.max_len)
        .u64(offset_of!(table::Table, capacity), *len)
        .u32(offset_of!(table::Table, kind), kind as u32);
    writer.define(Symbol::Table(index), Access::ReadWrite, 8, record);
}

/// An entry of a table or of an element segment.
fn entry(writer: &mut Writer<'_>, plan: &Plan<'_>, reference: Reference, kind: EntryKind) -> Record {
    match (reference, kind) {
        (Reference::Null, EntryKind::Function) => Record::of::<FunctionRef>(),
        (Reference::Null, EntryKind::Extern) => Record::of::<u64>(),
        (Reference::Function(index), _) => {
            let function = &plan.function_refs[index as usize];
            let code = match function.callee {
                Callee::Defined(index) => Symbol::Function(index),
                Callee::Host(index) => Symbol::HostThunk(index),
            };
            let record = Record::of::<FunctionRef>();
            let record = match function.called {
                true => record.address(offset_of!(FunctionRef, code), writer.symbol(code)),
                false => record,
            };
            record
                .u32(offset_of!(FunctionRef, type_id), function.type_id)
                .u32(offset_of!(FunctionRef, index), index)
        }
    }
}

/// The value of a global.
fn constant(writer: &mut Writer<'_>, value: Constant, ty: ValType) -> Record {
    match value {
        Constant::Bits(bits) => {
            let size = match ty {
                ValType::I32 | ValType::F32 => 4,
                ValType::V128 => 16,
                _ => 8,
            };
            Record { bytes: bits.to_le_bytes()[..size].to_vec(), addresses: Vec::new() }
        }
        Constant::Reference(Reference::Null) => Record::of::<u64>(),
        Constant::Reference(Reference::Function(index)) => {
            let symbol = writer.symbol(Symbol::FunctionRefs);
            let offset = u64::from(index) * size_of::<FunctionRef>() as u64;
            Record::of::<u64>().address(0, super::record::Place { symbol, offset })
        }
    }
}
