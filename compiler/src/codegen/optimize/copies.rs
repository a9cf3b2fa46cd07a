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

/// A load of a vector and the store that alone uses it.
struct VectorCopy {
    load: Inst,
    store: Inst,
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
                    let result = function.dfg.first_result(inst);
                    let place = i64::from(i32::from(offset));
                    let is_near = |(address, at): &(Value, i64)| *address == arg && (at - place) as u64 <= 8;
                    if function.dfg.value_type(result).bits() == 128
                        && function.dfg.value_type(result).is_vector()
                        && (after_call || stored.iter().any(is_near))
                    {
                        let uses = uses.get_or_insert_with(|| Uses::of(function));
                        found.extend(copy(function, uses, block, inst, result));
                    }
                }
                InstructionData::Store { opcode: Opcode::Store, args: [value, address], offset, .. }
                    if function.dfg.value_type(value).bits() <= 64 =>
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

/// The copy that starts with a load in `block`, if nothing but a store in it uses what was loaded.
fn copy(function: &Function, uses: &Uses, block: Block, load: Inst, loaded: Value) -> Option<VectorCopy> {
    let [store] = *uses.of_value(loaded) else { return None };
    let InstructionData::Store { opcode: Opcode::Store, args: [value, address], .. } =
        function.dfg.insts[store]
    else {
        return None;
    };
    let fits = [load, store].iter().all(|inst| upper(function, *inst).is_some());
    let is_copy = value == loaded && address != loaded && function.layout.inst_block(store) == Some(block);
    (is_copy && fits).then_some(VectorCopy { load, store })
}

/// The offset of the upper half of an access.
fn upper(function: &Function, inst: Inst) -> Option<Offset32> {
    let offset = i64::from(i32::from(function.dfg.insts[inst].load_store_offset()?));
    Offset32::try_from_i64(offset + HALF)
}

/// Does a copy in halves.
fn halve(function: &mut Function, copy: &VectorCopy) {
    let InstructionData::Load { arg: from, offset, flags, .. } = function.dfg.insts[copy.load] else {
        return;
    };
    let (Some(above), flags) = (upper(function, copy.load), function.dfg.mem_flags[flags]) else { return };
    let mut cursor = FuncCursor::new(function).at_inst(copy.load);
    cursor.use_srcloc(copy.load);
    let low = cursor.ins().load(I64, flags, from, offset);
    let high = cursor.ins().load(I64, flags, from, above);
    function.layout.remove_inst(copy.load);
    let InstructionData::Store { args: [_, to], offset, flags, .. } = function.dfg.insts[copy.store] else {
        return;
    };
    let (Some(above), flags) = (upper(function, copy.store), function.dfg.mem_flags[flags]) else { return };
    let mut cursor = FuncCursor::new(function).at_inst(copy.store);
    cursor.use_srcloc(copy.store);
    cursor.ins().store(flags, high, to, above);
    cursor.ins().store(flags, low, to, offset);
    function.layout.remove_inst(copy.store);
}
