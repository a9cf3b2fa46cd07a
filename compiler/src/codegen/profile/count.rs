//! Counters in: a function that counts how often its blocks run, and what it counts, out.

use cranelift_codegen::cursor::{Cursor, FuncCursor};
use cranelift_codegen::ir::immediates::Offset32;
use cranelift_codegen::ir::{
    Block, ExternalName, Function, GlobalValueData, InstBuilder, MemFlagsData, types,
};
use sha2::{Digest, Sha256};

use crate::codegen::edge::{self, Edge};
use crate::plan::{Plan, Symbol};
use crate::profile::Counted;

/// Bytes of a counter.
const LEN: i32 = 8;

/// What stands for function `index` of the plan from build to build.
pub(in crate::codegen) fn name(plan: &Plan<'_>, index: u32) -> u64 {
    let function = &plan.functions[index as usize];
    let names = &plan.modules[function.instance as usize].names;
    let hash = Sha256::new_with_prefix(function.instance.to_le_bytes());
    digest(match names.symbol(function.index) {
        Some(name) => hash.chain_update(name),
        None => hash.chain_update(function.index.to_le_bytes()),
    })
}

/// What the counters of a function of this name count, as it is: its blocks and these critical edges.
pub(super) fn counted(function: &Function, name: u64, edges: &[Edge]) -> Counted {
    let mut hash = Sha256::new();
    let mut number = |number: u32| hash.update(number.to_le_bytes());
    for block in function.layout.blocks() {
        number(u32::MAX);
        for inst in function.layout.block_insts(block) {
            let dfg = &function.dfg;
            number(dfg.insts[inst].opcode() as u32);
            for call in dfg.insts[inst].branch_destination(&dfg.jump_tables, &dfg.exception_tables) {
                number(call.block(&dfg.value_lists).as_u32());
            }
        }
    }
    let counters = function.layout.blocks().count() + edges.len();
    Counted { counters: counters as u32, shape: digest(hash), name }
}

fn digest(hash: Sha256) -> u64 {
    hash.finalize().first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

/// Lets function `index` of the plan count its blocks, in their order, then its critical edges.
pub(super) fn count(function: &mut Function, index: u32, name: u64) -> Counted {
    let edges = edge::critical(function);
    let counted = counted(function, name, &edges);
    for edge in edges {
        edge::split(function, edge);
    }
    let name = function.declare_imported_user_function(Symbol::Counters(index).external_name());
    let counters = function.create_global_value(GlobalValueData::Symbol {
        name: ExternalName::user(name),
        offset: 0.into(),
        colocated: true,
        tls: false,
    });
    let flags = MemFlagsData::trusted();
    let blocks: Vec<Block> = function.layout.blocks().collect();
    for (block, offset) in blocks.into_iter().zip((0..).step_by(LEN as usize)) {
        let offset = Offset32::new(offset);
        let mut cursor = FuncCursor::new(function);
        cursor.goto_first_insertion_point(block);
        let place = cursor.ins().symbol_value(types::I64, counters);
        let runs = cursor.ins().load(types::I64, flags, place, offset);
        let one_more = cursor.ins().iadd_imm_s(runs, 1);
        cursor.ins().store(flags, one_more, place, offset);
    }
    counted
}
