//! What the runtime must know of a board, as a record.

use std::mem::offset_of;

use ahead_abi::board::{Board, Exit, ExitKind, PackedEntry, PackedKind, Privilege, Random, Uart, UartKind};
use ahead_abi::symbol;

use super::record::{Elements, Record};
use super::writer::Writer;
use crate::request::{Contents, Grants, Request};
use crate::target::board::RandomName;

/// Writes [`symbol::BOARD`], where the target is one.
pub(super) fn write(writer: &mut Writer<'_>, request: &Request<'_>) {
    let Some(board) = &request.target.board else { return };
    let file = &board.file;
    let grants = &request.grants;
    let random = match (grants.seed, file.random) {
        (Some(_), _) => Random::Seed,
        (None, RandomName::Rndr) => Random::Rndr,
        (None, RandomName::None) => Random::None,
    };
    let uart = Record::of::<Uart>()
        .u64(offset_of!(Uart, address), file.uart.address)
        .u32(offset_of!(Uart, kind), UartKind::from(file.uart.kind) as u32)
        .u32(offset_of!(Uart, register_shift), file.uart.register_shift);
    let exit = Record::of::<Exit>()
        .u64(offset_of!(Exit, address), file.exit.address)
        .u32(offset_of!(Exit, kind), ExitKind::from(file.exit.kind) as u32);
    let entries = entries(writer, grants);
    let record = Record::of::<Board>()
        .nested(offset_of!(Board, uart), uart)
        .nested(offset_of!(Board, exit), exit)
        .u64(offset_of!(Board, privilege), Privilege::from(file.privilege) as u64)
        .u64(offset_of!(Board, timer_hz), file.timer_hz)
        .u64(offset_of!(Board, random), random as u64)
        .u64(offset_of!(Board, seed), grants.seed.unwrap_or_default())
        .u64(offset_of!(Board, ram_start), file.ram_start)
        .u64(offset_of!(Board, ram_len), file.ram_bytes)
        .elements(offset_of!(Board, entries), entries);
    writer.export(symbol::BOARD, record);
}

/// The granted folders and all below, breadth first, so that the entries of a folder are neighbours.
fn entries(writer: &mut Writer<'_>, grants: &Grants) -> Elements {
    let mut queue: Vec<(&str, usize, &Contents)> =
        grants.packed.iter().enumerate().map(|(index, contents)| ("", index, contents)).collect();
    let mut records = Record::default();
    let mut index = 0;
    while let Some(&(name, parent, contents)) = queue.get(index) {
        let name = writer.bytes(name.as_bytes());
        let record = Record::of::<PackedEntry>()
            .elements(offset_of!(PackedEntry, name), name)
            .u64(offset_of!(PackedEntry, parent), parent as u64);
        records.append(match contents {
            Contents::File(bytes) => {
                let bytes = writer.bytes(bytes);
                record
                    .u64(offset_of!(PackedEntry, kind), PackedKind::File as u64)
                    .elements(offset_of!(PackedEntry, contents), bytes)
            }
            Contents::Folder(entries) => {
                let first = queue.len();
                queue.extend(entries.iter().map(|(name, contents)| (name.as_str(), index, contents)));
                record
                    .u64(offset_of!(PackedEntry, kind), PackedKind::Folder as u64)
                    .u64(offset_of!(PackedEntry, first), first as u64)
                    .u64(offset_of!(PackedEntry, count), entries.len() as u64)
            }
        });
        index += 1;
    }
    writer.array(8, index, records)
}
