//! Indirect calls that can find one function only, since nothing writes to the table: a type and a
//! table go in, the function comes out, once the index operand is known to lead to it.

use ahead_abi::trap::TrapKind;
use cranelift_codegen::ir::InstBuilder;
use cranelift_codegen::ir::condcodes::IntCC;

use super::{FuncCx, call, table};
use crate::plan::SoleCallee;

/// The function, if there is but one of the type in the table.
pub(super) fn find(cx: &FuncCx<'_, '_>, type_index: u32, table_index: u32) -> Option<SoleCallee> {
    let table = &cx.plan.tables[cx.instance.tables[table_index as usize] as usize];
    table.sole_callees.get(&cx.instance.type_ids[type_index as usize]).copied()
}

/// Traps, as the specification says, unless the topmost operand is the index of the function.
pub(super) fn check(cx: &mut FuncCx<'_, '_>, sole: SoleCallee, type_index: u32, table_index: u32) {
    let table = cx.instance.tables[table_index as usize];
    let type_id = cx.instance.type_ids[type_index as usize];
    let index = cx.pop();
    let Some(only) = sole.index else {
        let entry = table::entry(cx, table, index, TrapKind::UndefinedElement);
        // Its code is known, and the load of it goes away.
        call::checked_code(cx, table, entry, type_id);
        return;
    };
    let wrong = cx.builder.create_block();
    let right = cx.builder.create_block();
    cx.builder.set_cold_block(wrong);
    let is_right = cx.builder.ins().icmp_imm_s(IntCC::Equal, index, only as i64);
    cx.builder.ins().brif(is_right, right, &[], wrong, &[]);
    cx.builder.switch_to_block(wrong);
    cx.builder.seal_block(wrong);
    let entry = table::entry(cx, table, index, TrapKind::UndefinedElement);
    let found = call::type_of_entry(cx, table, entry);
    call::trap_of_type(cx, found);
    cx.builder.switch_to_block(right);
    cx.builder.seal_block(right);
}
