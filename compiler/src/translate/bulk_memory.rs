//! `memory.copy`, `memory.fill`, `memory.init` and `data.drop` in, calls of the runtime out, or the accesses
//! themselves where a copy or a fill is of few bytes and always of as many.
//!
//! Such a copy loads everything before it stores anything, so that the ranges may overlap, and stores its last
//! bytes first: if they are inside the memory, so are all before them, and a trap leaves the memory as it was.

use std::mem::offset_of;

use ahead_abi::memory::DataSegment;
use cranelift_codegen::ir::{InstBuilder, MemFlagsData, Value, types};
use wasmparser::{MemArg, MemArgTarget, Operator};

use super::FuncCx;
use super::address::Region;
use super::bounds::constant;
use super::memory::{call_runtime, extend_index, host_address};
use crate::plan::{RuntimeFunction, Symbol, Vectors};

/// Bytes of a vector.
const VECTOR: u32 = 16;
/// Most bytes that are copied without a call: with nine vectors, registers are left for what else lives.
const COPIED: u32 = 9 * VECTOR;
/// Most bytes that are filled without a call.
const FILLED: u32 = 16 * VECTOR;

/// Translates a bulk memory operator; whether it was one.
pub(super) fn translate(cx: &mut FuncCx<'_, '_>, operator: &Operator<'_>) -> bool {
    match *operator {
        Operator::MemoryCopy { dst_mem, src_mem } => copy(cx, dst_mem, src_mem),
        Operator::MemoryFill { mem } => fill(cx, mem),
        Operator::MemoryInit { data_index, mem } => init(cx, data_index, mem),
        Operator::DataDrop { data_index } => {
            if let Some(segment) = cx.instance.data[data_index as usize] {
                drop_segment(cx, segment);
            }
        }
        _ => return false,
    }
    true
}

fn copy(cx: &mut FuncCx<'_, '_>, to: u32, from: u32) {
    let (to_index, from_index, len) = cx.pop3();
    if let Some(len) = few(cx, len, COPIED) {
        let to = Place::of(cx, to, to_index, len);
        let from = Place::of(cx, from, from_index, len);
        let loaded: Vec<Value> = starts(len).map(|at| from.load(cx, at)).collect();
        for (at, value) in starts(len).zip(loaded).rev() {
            to.store(cx, at, value);
        }
        return;
    }
    let (to, from) = (cx.instance.memories[to as usize], cx.instance.memories[from as usize]);
    let (to64, from64) =
        (cx.plan.memories[to as usize].ty.memory64, cx.plan.memories[from as usize].ty.memory64);
    let to_index = extend_index(cx, to_index, to64);
    let from_index = extend_index(cx, from_index, from64);
    let len = extend_index(cx, len, to64 && from64);
    let to = cx.addresses.of(&mut cx.builder, Symbol::Memory(to));
    let from = cx.addresses.of(&mut cx.builder, Symbol::Memory(from));
    call_runtime(cx, RuntimeFunction::MemoryCopy, &[to, from, to_index, from_index, len]);
}

fn fill(cx: &mut FuncCx<'_, '_>, memory: u32) {
    let (index, byte, len) = cx.pop3();
    if let Some(len) = few(cx, len, FILLED) {
        let to = Place::of(cx, memory, index, len);
        let value = repeated(cx, byte);
        for at in starts(len).rev() {
            to.store(cx, at, value);
        }
        return;
    }
    let memory = cx.instance.memories[memory as usize];
    let memory64 = cx.plan.memories[memory as usize].ty.memory64;
    let index = extend_index(cx, index, memory64);
    let len = extend_index(cx, len, memory64);
    let descriptor = cx.addresses.of(&mut cx.builder, Symbol::Memory(memory));
    call_runtime(cx, RuntimeFunction::MemoryFill, &[descriptor, index, byte, len]);
}

fn init(cx: &mut FuncCx<'_, '_>, data_index: u32, memory: u32) {
    let memory = cx.instance.memories[memory as usize];
    let segment = cx.instance.data[data_index as usize].expect("the plan keeps segments that are used");
    let (to, from, len) = cx.pop3();
    let to = extend_index(cx, to, cx.plan.memories[memory as usize].ty.memory64);
    let from = extend_index(cx, from, false);
    let len = extend_index(cx, len, false);
    let descriptor = cx.addresses.of(&mut cx.builder, Symbol::Memory(memory));
    let segment = cx.addresses.of(&mut cx.builder, Symbol::DataSegment(segment));
    call_runtime(cx, RuntimeFunction::MemoryInit, &[descriptor, segment, to, from, len]);
}

fn drop_segment(cx: &mut FuncCx<'_, '_>, segment: u32) {
    let segment = cx.addresses.of(&mut cx.builder, Symbol::DataSegment(segment));
    let flags = Region::Descriptors.trusted_flags(&mut cx.builder);
    let zero = cx.builder.ins().iconst(types::I64, 0);
    cx.builder.ins().store(flags, zero, segment, offset_of!(DataSegment, len) as i32);
}

/// The length `len`, if it is constant and so many bytes are copied or filled without a call. Where vectors
/// are not the processor's own, addresses may have to be aligned to be fast, and the runtime sees to that.
fn few(cx: &FuncCx<'_, '_>, len: Value, most: u32) -> Option<u32> {
    let dfg = &cx.builder.func.dfg;
    let len = u32::try_from(constant(dfg, dfg.resolve_aliases(len))?).ok()?;
    (cx.plan.vectors == Vectors::Native && (VECTOR..=most).contains(&len)).then_some(len)
}

/// Where the vectors start that `len` bytes are: the last one may overlap the one before.
fn starts(len: u32) -> impl DoubleEndedIterator<Item = u32> + ExactSizeIterator {
    (0..len.div_ceil(VECTOR)).map(move |index| (index * VECTOR).min(len - VECTOR))
}

/// The vector all of whose bytes are the low one of `byte`.
fn repeated(cx: &mut FuncCx<'_, '_>, byte: Value) -> Value {
    let dfg = &mut cx.builder.func.dfg;
    if let Some(byte) = constant(dfg, dfg.resolve_aliases(byte)) {
        let bytes = dfg.constants.insert([byte as u8; VECTOR as usize].as_slice().into());
        return cx.builder.ins().vconst(types::I8X16, bytes);
    }
    let byte = cx.builder.ins().ireduce(types::I8, byte);
    cx.builder.ins().splat(types::I8X16, byte)
}

/// Bytes of a memory, at the host's `address` plus `displacement`.
struct Place {
    address: Value,
    displacement: i32,
    flags: MemFlagsData,
}

impl Place {
    /// The `len` bytes at guest `index`, which traps if they leave the memory: here, or at their last one.
    fn of(cx: &mut FuncCx<'_, '_>, memory: u32, index: Value, len: u32) -> Self {
        let target = MemArgTarget::Memory(memory);
        let memarg = MemArg { align: 0, max_align: 4, offset: 0, target, ordering: None };
        let (address, displacement, flags) = host_address(cx, index, &memarg, len);
        if displacement.checked_add(len as i32).is_some() {
            return Place { address, displacement, flags };
        }
        let address = cx.builder.ins().iadd_imm_s(address, i64::from(displacement));
        Place { address, displacement: 0, flags }
    }

    fn load(&self, cx: &mut FuncCx<'_, '_>, at: u32) -> Value {
        cx.builder.ins().load(types::I8X16, self.flags, self.address, self.displacement + at as i32)
    }

    fn store(&self, cx: &mut FuncCx<'_, '_>, at: u32, value: Value) {
        cx.builder.ins().store(self.flags, value, self.address, self.displacement + at as i32);
    }
}
