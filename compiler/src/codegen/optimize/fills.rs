//! Loops that fill memory in; before each, a call of the runtime that does all its rounds but the last, if they are
//! many.
//!
//! Modules for WebAssembly 1.0 bring a `memset` of their own, which stores a word in each round; and what was just
//! got for it, the kernel has cleared already, which only the runtime can know. The call keeps all registers, so
//! that a loop of few rounds takes as long as without. A loop that the runtime does not help (it would leave the
//! memory, or what it stores is not one byte again and again) does all that it did before: a trap is where it was.

use std::mem::offset_of;

use ahead_abi::memory::{Bounds, Memory};
use cranelift_codegen::Context;
use cranelift_codegen::cursor::{Cursor, FuncCursor};
use cranelift_codegen::flowgraph::BlockPredecessor;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::{I32, I64};
use cranelift_codegen::ir::{
    AbiParam, Block, BlockArg, ExtFuncData, ExternalName, FuncRef, Function, GlobalValue, GlobalValueData,
    Inst, InstBuilder, InstructionData, MemFlagsData, Opcode, Signature, Type, Value,
};
use cranelift_codegen::isa::CallConv;

use super::addresses::operand;
use super::uses::{binary, block_of, constant, is_pure, stored, unary};
use crate::plan::{Plan, RuntimeFunction, Symbol};
use crate::target::MemoryBase;

/// From how many bytes on the runtime is asked.
const FEWEST: i64 = 1 << 11;

/// How far such a loop comes in a round at most.
const LONGEST_STEP: u64 = 1 << 8;

/// A loop that is a block and fills what lies from its parameter on.
struct Fill {
    block: Block,
    /// What is stored, as part of this type.
    value: Value,
    ty: Type,
    /// Where the first byte of a round is, from the parameter on.
    offset: i64,
    step: u64,
    /// The loop goes on while the parameter is below it, or is not it.
    end: Value,
}

/// Has the runtime help such loops in the program's first memory; whether there were any.
pub(super) fn run(context: &mut Context, plan: &Plan<'_>) -> bool {
    let Some(memory) = plan.memories.first().filter(|memory| memory.bounds == Bounds::Guard) else {
        return false;
    };
    let base = if plan.memory_base == MemoryBase::Symbol { 0 } else { memory.base };
    let function = &context.func;
    let found: Vec<Fill> = function.layout.blocks().filter_map(|block| fill(function, block, base)).collect();
    for fill in &found {
        let ways: Vec<_> = context.cfg.pred_iter(fill.block).collect();
        help(&mut context.func, &ways, fill);
    }
    !found.is_empty()
}

/// The loop that a block is, if it is such a one; `base` is part of displacements.
fn fill(function: &Function, block: Block, base: u64) -> Option<Fill> {
    let [parameter] = *function.dfg.block_params(block) else { return None };
    let last = function.layout.last_inst(block)?;
    let InstructionData::Brif { arg: condition, blocks: [back, _], .. } = function.dfg.insts[last] else {
        return None;
    };
    let lists = &function.dfg.value_lists;
    let next = match back.args(lists).next()? {
        BlockArg::Value(next) if back.block(lists) == block => next,
        _ => return None,
    };
    let [from, step] = binary(function, next, Opcode::Iadd)?;
    let step = constant(function, step).filter(|step| (1..=LONGEST_STEP).contains(step))?;
    let end = compared(function, condition, next)?;
    if from != parameter || !is_outside(function, block, end) {
        return None;
    }
    let mut stored = Vec::new();
    let mut value = None;
    for inst in function.layout.block_insts(block).filter(|inst| *inst != last) {
        if is_pure(function, inst) {
            continue;
        }
        let (what, ty, range) = store(function, inst, parameter)?;
        if value.is_some_and(|value| value != (what, ty)) || !is_outside(function, block, what) {
            return None;
        }
        value = Some((what, ty));
        stored.push(range);
    }
    stored.sort_unstable();
    let (value, ty) = value?;
    let offset = stored[0].0;
    let is_whole = stored.windows(2).all(|pair| pair[0].1 == pair[1].0);
    let is_filled = is_whole && stored.last()?.1 - offset == step as i64;
    let offset = offset.checked_sub_unsigned(base).filter(|offset| *offset >= 0)?;
    is_filled.then_some(Fill { block, value, ty, offset, step, end })
}

/// What `next` is compared with, if the condition is that it is below that, or is not that.
fn compared(function: &Function, condition: Value, next: Value) -> Option<Value> {
    let condition = unary(function, condition, Opcode::Uextend).unwrap_or(condition);
    let InstructionData::IntCompare { cond, args: [x, y], .. } =
        function.dfg.insts[function.dfg.value_def(condition).inst()?]
    else {
        return None;
    };
    match cond {
        IntCC::UnsignedLessThan | IntCC::NotEqual if x == next => Some(y),
        IntCC::UnsignedGreaterThan | IntCC::NotEqual if y == next => Some(x),
        _ => None,
    }
}

/// What an instruction stores to the first memory, as part of what type, and where its bytes start and end from
/// `parameter` on.
fn store(function: &Function, inst: Inst, parameter: Value) -> Option<(Value, Type, (i64, i64))> {
    let (value, ty) = stored(function, inst)?;
    let InstructionData::Store { flags, offset, .. } = function.dfg.insts[inst] else { return None };
    let region = function.dfg.mem_flags[flags].alias_region()?;
    let index = operand(function, inst)?.index;
    let from = match binary(function, index, Opcode::Iadd) {
        _ if index == parameter => 0,
        Some([from, distance]) if from == parameter => {
            constant(function, distance).filter(|distance| *distance <= LONGEST_STEP)?
        }
        _ => return None,
    };
    let start = i64::try_from(from).ok()? + i64::from(offset);
    let is_first_memory = function.dfg.alias_regions[region].user_id == 0;
    let is_integer = ty.is_int() && ty.bits() <= 64;
    (is_first_memory && is_integer).then(|| (value, ty, (start, start + i64::from(ty.bytes()))))
}

/// Whether a value is there before the loop that `block` is.
fn is_outside(function: &Function, block: Block, value: Value) -> bool {
    block_of(function, value).is_some_and(|of| of != block)
}

/// Puts a comparison before the loop, to which these `ways` lead, and the call beside it.
fn help(function: &mut Function, ways: &[BlockPredecessor], fill: &Fill) {
    let [before, many] = [0; 2].map(|_| function.dfg.make_block());
    for way in ways.iter().filter(|way| way.block != fill.block) {
        let dfg = &mut function.dfg;
        for call in
            dfg.insts[way.inst].branch_destination_mut(&mut dfg.jump_tables, &mut dfg.exception_tables)
        {
            if call.block(&dfg.value_lists) == fill.block {
                call.set_block(before, &mut dfg.value_lists);
            }
        }
    }
    let start = function.dfg.append_block_param(before, I32);
    let (callee, memory) = (callee(function), memory(function));
    function.layout.insert_block(before, fill.block);
    function.layout.insert_block(many, fill.block);
    function.layout.set_cold(many);
    let location = function.layout.first_inst(fill.block).map(|inst| function.srcloc(inst));

    let mut cursor = FuncCursor::new(function).at_bottom(before).with_srcloc(location.unwrap_or_default());
    let len = cursor.ins().isub(fill.end, start);
    let is_many = cursor.ins().icmp_imm_u(IntCC::UnsignedGreaterThan, len, FEWEST);
    cursor.ins().brif(is_many, many, &[], fill.block, &[start.into()]);

    cursor.goto_bottom(many);
    let [from, to] = [start, fill.end].map(|place| {
        let place = cursor.ins().uextend(I64, place);
        let offset = cursor.ins().iconst(I64, fill.offset);
        cursor.ins().iadd(place, offset)
    });
    let value = match cursor.func.dfg.value_type(fill.value) {
        I64 => fill.value,
        _ => cursor.ins().uextend(I64, fill.value),
    };
    let [width, step] =
        [u64::from(fill.ty.bytes()), fill.step].map(|bytes| cursor.ins().iconst(I32, bytes as i64));
    let memory = cursor.ins().symbol_value(I64, memory);
    cursor.ins().call(callee, &[memory, from, to, value, width, step]);
    let filled = cursor.ins().load(I32, MemFlagsData::trusted(), memory, offset_of!(Memory, filled) as i32);
    let start = cursor.ins().iadd(start, filled);
    cursor.ins().jump(fill.block, &[start.into()]);
}

/// The runtime's function.
fn callee(function: &mut Function) -> FuncRef {
    let mut signature = Signature::new(CallConv::PreserveAll);
    signature.params.extend([I64, I64, I64, I64, I32, I32].map(AbiParam::new));
    let signature = function.import_signature(signature);
    let symbol = Symbol::Runtime(RuntimeFunction::MemoryFillAhead);
    let name = ExternalName::user(function.declare_imported_user_function(symbol.external_name()));
    function.import_function(ExtFuncData { name, signature, colocated: true, patchable: false })
}

/// The record of the first memory.
fn memory(function: &mut Function) -> GlobalValue {
    let name = ExternalName::user(function.declare_imported_user_function(Symbol::Memory(0).external_name()));
    function.create_global_value(GlobalValueData::Symbol {
        name,
        offset: 0.into(),
        colocated: true,
        tls: false,
    })
}
