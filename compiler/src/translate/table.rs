//! Tables: entries by index, checked.

use std::mem::offset_of;

use ahead_abi::table::{ElementSegment, EntryKind, FunctionRef, Table};
use ahead_abi::trap::TrapKind;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{InstBuilder, Value, types};
use wasmparser::Operator;

use super::address::Region;
use super::memory::{call_runtime, extend_index, shrink_index};
use super::types::POINTER;
use super::{FuncCx, trap_code};
use crate::plan::{RuntimeFunction, Symbol};

/// Translates a table operator; whether it was one.
pub(super) fn translate(cx: &mut FuncCx<'_, '_>, operator: &Operator<'_>) -> bool {
    match *operator {
        Operator::TableGet { table } => get(cx, cx.instance.tables[table as usize]),
        Operator::TableSet { table } => set(cx, cx.instance.tables[table as usize]),
        Operator::TableSize { table } => {
            let table = cx.instance.tables[table as usize];
            let len = len(cx, table);
            let len = shrink_index(cx, len, is_64(cx, table));
            cx.push(len);
        }
        Operator::TableGrow { table } => grow(cx, cx.instance.tables[table as usize]),
        Operator::TableFill { table } => fill(cx, cx.instance.tables[table as usize]),
        Operator::TableCopy { dst_table, src_table } => copy(cx, dst_table, src_table),
        Operator::TableInit { elem_index, table } => init(cx, elem_index, table),
        Operator::ElemDrop { elem_index } => {
            if let Some(segment) = cx.instance.elements[elem_index as usize] {
                drop_segment(cx, segment);
            }
        }
        _ => return false,
    }
    true
}

/// Address of the entry at `index`, which is an operand; traps with `kind` past the end.
pub(super) fn entry(cx: &mut FuncCx<'_, '_>, table: u32, index: Value, kind: TrapKind) -> Value {
    let index = extend_index(cx, index, is_64(cx, table));
    let len = len(cx, table);
    let outside = cx.builder.ins().icmp(IntCC::UnsignedGreaterThanOrEqual, index, len);
    cx.builder.ins().trapnz(outside, trap_code(kind));
    let base = if cx.plan.tables[table as usize].grown {
        let descriptor = cx.addresses.of(&mut cx.builder, Symbol::Table(table));
        let flags = Region::Descriptors.trusted_flags(&mut cx.builder);
        cx.builder.ins().load(POINTER, flags, descriptor, offset_of!(Table, base) as i32)
    } else {
        cx.addresses.of(&mut cx.builder, Symbol::TableEntries(table))
    };
    let shift = cx.plan.tables[table as usize].kind().size().trailing_zeros();
    let offset = cx.builder.ins().ishl_imm_u(index, i64::from(shift));
    cx.builder.ins().iadd(base, offset)
}

fn len(cx: &mut FuncCx<'_, '_>, table: u32) -> Value {
    let planned = &cx.plan.tables[table as usize];
    if !planned.grown {
        return cx.builder.ins().iconst(types::I64, planned.entries.len as i64);
    }
    let descriptor = cx.addresses.of(&mut cx.builder, Symbol::Table(table));
    let flags = Region::Descriptors.trusted_flags(&mut cx.builder);
    cx.builder.ins().load(types::I64, flags, descriptor, offset_of!(Table, len) as i32)
}

fn is_64(cx: &FuncCx<'_, '_>, table: u32) -> bool {
    cx.plan.tables[table as usize].ty.table64
}

fn get(cx: &mut FuncCx<'_, '_>, table: u32) {
    let index = cx.pop();
    let entry = entry(cx, table, index, TrapKind::TableOutOfBounds);
    let flags = Region::Table(table).trusted_flags(&mut cx.builder);
    let value = match cx.plan.tables[table as usize].kind() {
        EntryKind::Extern => cx.builder.ins().load(POINTER, flags, entry, 0),
        EntryKind::Function => {
            let index = cx.builder.ins().uload32(flags, entry, offset_of!(FunctionRef, index) as i32);
            let type_id = offset_of!(FunctionRef, type_id) as i32;
            let type_id = cx.builder.ins().load(types::I32, flags, entry, type_id);
            let records = cx.addresses.of(&mut cx.builder, Symbol::FunctionRefs);
            let offset = cx.builder.ins().imul_imm_s(index, size_of::<FunctionRef>() as i64);
            let record = cx.builder.ins().iadd(records, offset);
            let null = cx.builder.ins().iconst(POINTER, 0);
            cx.builder.ins().select(type_id, record, null)
        }
    };
    cx.push(value);
}

fn set(cx: &mut FuncCx<'_, '_>, table: u32) {
    let (index, value) = cx.pop2();
    let entry = entry(cx, table, index, TrapKind::TableOutOfBounds);
    let flags = Region::Table(table).trusted_flags(&mut cx.builder);
    if cx.plan.tables[table as usize].kind() == EntryKind::Extern {
        cx.builder.ins().store(flags, value, entry, 0);
        return;
    }
    let done = cx.builder.create_block();
    let copy = cx.builder.create_block();
    let low = cx.builder.append_block_param(done, types::I64);
    let high = cx.builder.append_block_param(done, types::I64);
    let zero = cx.builder.ins().iconst(types::I64, 0);
    cx.builder.ins().brif(value, copy, &[], done, &[zero.into(), zero.into()]);
    cx.builder.switch_to_block(copy);
    cx.builder.seal_block(copy);
    let record_flags = Region::Descriptors.trusted_flags(&mut cx.builder);
    let record_low = cx.builder.ins().load(types::I64, record_flags, value, 0);
    let record_high = cx.builder.ins().load(types::I64, record_flags, value, 8);
    cx.builder.ins().jump(done, &[record_low.into(), record_high.into()]);
    cx.builder.switch_to_block(done);
    cx.builder.seal_block(done);
    cx.builder.ins().store(flags, low, entry, 0);
    cx.builder.ins().store(flags, high, entry, 8);
}

fn grow(cx: &mut FuncCx<'_, '_>, table: u32) {
    let (value, delta) = cx.pop2();
    let delta = extend_index(cx, delta, is_64(cx, table));
    let descriptor = cx.addresses.of(&mut cx.builder, Symbol::Table(table));
    let old = call_runtime(cx, RuntimeFunction::TableGrow, &[descriptor, value, delta]);
    let old = shrink_index(cx, old.expect("`table.grow` has a result"), is_64(cx, table));
    cx.push(old);
}

fn fill(cx: &mut FuncCx<'_, '_>, table: u32) {
    let (index, value, len) = cx.pop3();
    let index = extend_index(cx, index, is_64(cx, table));
    let len = extend_index(cx, len, is_64(cx, table));
    let descriptor = cx.addresses.of(&mut cx.builder, Symbol::Table(table));
    call_runtime(cx, RuntimeFunction::TableFill, &[descriptor, index, value, len]);
}

fn copy(cx: &mut FuncCx<'_, '_>, to: u32, from: u32) {
    let (to, from) = (cx.instance.tables[to as usize], cx.instance.tables[from as usize]);
    let (to_index, from_index, len) = cx.pop3();
    let to_index = extend_index(cx, to_index, is_64(cx, to));
    let from_index = extend_index(cx, from_index, is_64(cx, from));
    let len = extend_index(cx, len, is_64(cx, to) && is_64(cx, from));
    let to = cx.addresses.of(&mut cx.builder, Symbol::Table(to));
    let from = cx.addresses.of(&mut cx.builder, Symbol::Table(from));
    call_runtime(cx, RuntimeFunction::TableCopy, &[to, from, to_index, from_index, len]);
}

fn init(cx: &mut FuncCx<'_, '_>, elem_index: u32, table: u32) {
    let table = cx.instance.tables[table as usize];
    let segment = cx.instance.elements[elem_index as usize].expect("the plan keeps segments that are used");
    let (to, from, len) = cx.pop3();
    let to = extend_index(cx, to, is_64(cx, table));
    let from = extend_index(cx, from, false);
    let len = extend_index(cx, len, false);
    let descriptor = cx.addresses.of(&mut cx.builder, Symbol::Table(table));
    let segment = cx.addresses.of(&mut cx.builder, Symbol::ElementSegment(segment));
    call_runtime(cx, RuntimeFunction::TableInit, &[descriptor, segment, to, from, len]);
}

fn drop_segment(cx: &mut FuncCx<'_, '_>, segment: u32) {
    let segment = cx.addresses.of(&mut cx.builder, Symbol::ElementSegment(segment));
    let flags = Region::Descriptors.trusted_flags(&mut cx.builder);
    let zero = cx.builder.ins().iconst(types::I64, 0);
    cx.builder.ins().store(flags, zero, segment, offset_of!(ElementSegment, len) as i32);
}
