//! Sixteen bytes copied by way of a vector register in, by way of two of eight bytes out, where they were
//! probably written in halves just before.
//!
//! LLVM copies small structures with `v128.load` and `v128.store`. What a function returned through memory was
//! mostly written in words, and a processor cannot hand several stores that it has not finished to one load:
//! it waits for all of them. So a copy behind a call, or behind a store of less to the same place, is done in
//! halves. The upper half is stored first: if it is in bounds, so is the lower one, and a trap leaves the memory
//! as it was.

use cranelift_codegen::cursor::{Cursor, FuncCursor};
use cranelift_codegen::ir::immediates::Offset32;
use cranelift_codegen::ir::types::I64;
use cranelift_codegen::ir::{Block, Function, Inst, InstBuilder, InstructionData, Opcode, Value};

use super::uses::Uses;

/// Bytes of a half.
const HALF: i64 = 8;

/// How many stores back one to the same place is looked for.
const MOST: usize = 32;

/// A copy that loads more vectors than these before it stores the first would need too many registers for their
/// halves.
const VECTORS: usize = 4;

/// A load of a vector and the store that alone uses it, each with the offset of its upper half.
struct VectorCopy {
    load: (Inst, Offset32),
    store: (Inst, Offset32),
}

/// Splits the copies of all blocks.
pub(super) fn split(function: &mut Function) {
    let mut uses = None;
    let blocks: Vec<Block> = function.layout.blocks().collect();
    for block in blocks {
        let mut after_call = false;
        let mut stored: Vec<(Value, i64)> = Vec::new();
        let mut found = Vec::new();
        for inst in function.layout.block_insts(block) {
            match function.dfg.insts[inst] {
                InstructionData::Load { opcode: Opcode::Load, arg, offset, .. } => {
                    let ty = function.dfg.value_type(function.dfg.first_result(inst));
                    let start = i64::from(i32::from(offset));
                    let mut latest = stored.iter().rev().take(MOST);
                    let is_vector = ty.is_vector() && i64::from(ty.bytes()) == 2 * HALF;
                    let mut is_written = || {
                        after_call
                            || latest
                                .any(|(address, at)| *address == arg && (start..=start + HALF).contains(at))
                    };
                    if is_vector && is_written() {
                        let uses = uses.get_or_insert_with(|| Uses::of(function));
                        found.extend(copy(function, uses, inst));
                    }
                }
                InstructionData::Store { opcode: Opcode::Store, args: [value, address], offset, .. }
                    if i64::from(function.dfg.value_type(value).bytes()) <= HALF =>
                {
                    stored.push((address, i32::from(offset).into()));
                }
                ref other => after_call |= other.opcode().is_call(),
            }
        }
        for copy in found {
            halve(function, &copy);
        }
    }
}

/// The copy that starts with a load, if nothing but a store in the same block uses what was loaded.
fn copy(function: &Function, uses: &Uses, load: Inst) -> Option<VectorCopy> {
    let loaded = function.dfg.first_result(load);
    let [store] = *uses.of_value(loaded) else { return None };
    let InstructionData::Store { opcode: Opcode::Store, args: [value, _], .. } = function.dfg.insts[store]
    else {
        return None;
    };
    let layout = &function.layout;
    if layout.inst_block(store) != layout.inst_block(load) || vectors_between(function, load, store) > VECTORS
    {
        return None;
    }
    let upper = |inst: Inst| {
        let offset = function.dfg.insts[inst].load_store_offset()?;
        Offset32::try_from_i64(i64::from(offset) + HALF)
    };
    let copy = VectorCopy { load: (load, upper(load)?), store: (store, upper(store)?) };
    (value == loaded).then_some(copy)
}

/// How many vectors are loaded from `load` on, itself included, to `store` in the same block.
fn vectors_between(function: &Function, load: Inst, store: Inst) -> usize {
    let from = std::iter::successors(Some(load), |inst| function.layout.next_inst(*inst));
    let loads = from.take_while(|inst| *inst != store).filter(|inst| {
        let is_load = function.dfg.insts[*inst].opcode() == Opcode::Load;
        is_load && function.dfg.value_type(function.dfg.first_result(*inst)).is_vector()
    });
    loads.take(VECTORS + 1).count()
}

/// Does a copy in halves.
fn halve(function: &mut Function, copy: &VectorCopy) {
    let ((load, load_above), (store, store_above)) = (copy.load, copy.store);
    let InstructionData::Load { arg: from, offset: load_at, flags: load_flags, .. } =
        function.dfg.insts[load]
    else {
        return;
    };
    let InstructionData::Store { args: [_, to], offset: store_at, flags: store_flags, .. } =
        function.dfg.insts[store]
    else {
        return;
    };
    let flags = [load_flags, store_flags].map(|flags| function.dfg.mem_flags[flags]);
    let mut cursor = FuncCursor::new(function).at_inst(load);
    cursor.use_srcloc(load);
    let low = cursor.ins().load(I64, flags[0], from, load_at);
    let high = cursor.ins().load(I64, flags[0], from, load_above);
    cursor.goto_inst(store);
    cursor.use_srcloc(store);
    cursor.ins().store(flags[1], high, to, store_above);
    cursor.ins().store(flags[1], low, to, store_at);
    function.layout.remove_inst(load);
    function.layout.remove_inst(store);
}
