//! Linear memory: guest address in, checked host address out.
//!
//! Every load and store goes through [`host_address`], so bounds checking is decided here and
//! nowhere else.

use ahead_abi::memory::Bounds;
use ahead_abi::trap::TrapKind;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::immediates::Imm64;
use cranelift_codegen::ir::{
    AbiParam, InstBuilder, InstructionData, MemFlagsData, Opcode, Signature, Value, types,
};
use wasmparser::{MemArg, MemArgTarget, Operator};

use super::address::Region;
use super::bounds::{self, Access, Check};
use super::length;
use super::straight_line::Witness;
use super::types::{PLATFORM, POINTER};
use super::{FuncCx, trap_code};
use crate::plan::{self, Entry, RuntimeFunction, Symbol};
use crate::target::MemoryBase;

/// Translates a memory operator; whether it was one.
pub(super) fn translate(cx: &mut FuncCx<'_, '_>, operator: &Operator<'_>) -> bool {
    match *operator {
        Operator::MemorySize { mem } => {
            let value = size(cx, cx.instance.memories[mem as usize]);
            cx.push(value);
        }
        Operator::MemoryGrow { mem } => grow(cx, cx.instance.memories[mem as usize]),
        _ => return load(cx, operator) || store(cx, operator),
    }
    true
}

/// What a load or store does with the bytes.
enum Width {
    Full(types::Type),
    Low8(types::Type),
    Low16(types::Type),
    Low32,
}

impl Width {
    fn bytes(&self) -> u32 {
        match self {
            Width::Full(ty) => ty.bytes(),
            Width::Low8(_) => 1,
            Width::Low16(_) => 2,
            Width::Low32 => 4,
        }
    }
}

fn load(cx: &mut FuncCx<'_, '_>, operator: &Operator<'_>) -> bool {
    let (memarg, width, signed) = match *operator {
        Operator::I32Load { memarg } => (memarg, Width::Full(types::I32), false),
        Operator::I64Load { memarg } => (memarg, Width::Full(types::I64), false),
        Operator::F32Load { memarg } => (memarg, Width::Full(types::F32), false),
        Operator::F64Load { memarg } => (memarg, Width::Full(types::F64), false),
        Operator::I32Load8S { memarg } => (memarg, Width::Low8(types::I32), true),
        Operator::I32Load8U { memarg } => (memarg, Width::Low8(types::I32), false),
        Operator::I32Load16S { memarg } => (memarg, Width::Low16(types::I32), true),
        Operator::I32Load16U { memarg } => (memarg, Width::Low16(types::I32), false),
        Operator::I64Load8S { memarg } => (memarg, Width::Low8(types::I64), true),
        Operator::I64Load8U { memarg } => (memarg, Width::Low8(types::I64), false),
        Operator::I64Load16S { memarg } => (memarg, Width::Low16(types::I64), true),
        Operator::I64Load16U { memarg } => (memarg, Width::Low16(types::I64), false),
        Operator::I64Load32S { memarg } => (memarg, Width::Low32, true),
        Operator::I64Load32U { memarg } => (memarg, Width::Low32, false),
        _ => return false,
    };
    let index = cx.pop();
    let (address, offset, flags) = host_address(cx, index, &memarg, width.bytes());
    let ins = cx.builder.ins();
    let value = match (width, signed) {
        (Width::Full(ty), _) => ins.load(ty, flags, address, offset),
        (Width::Low8(ty), true) => ins.sload8(ty, flags, address, offset),
        (Width::Low8(ty), false) => ins.uload8(ty, flags, address, offset),
        (Width::Low16(ty), true) => ins.sload16(ty, flags, address, offset),
        (Width::Low16(ty), false) => ins.uload16(ty, flags, address, offset),
        (Width::Low32, true) => ins.sload32(flags, address, offset),
        (Width::Low32, false) => ins.uload32(flags, address, offset),
    };
    cx.push(value);
    true
}

fn store(cx: &mut FuncCx<'_, '_>, operator: &Operator<'_>) -> bool {
    let (memarg, width) = match *operator {
        Operator::I32Store { memarg } => (memarg, Width::Full(types::I32)),
        Operator::I64Store { memarg } => (memarg, Width::Full(types::I64)),
        Operator::F32Store { memarg } => (memarg, Width::Full(types::F32)),
        Operator::F64Store { memarg } => (memarg, Width::Full(types::F64)),
        Operator::I32Store8 { memarg } => (memarg, Width::Low8(types::I32)),
        Operator::I64Store8 { memarg } => (memarg, Width::Low8(types::I64)),
        Operator::I32Store16 { memarg } => (memarg, Width::Low16(types::I32)),
        Operator::I64Store16 { memarg } => (memarg, Width::Low16(types::I64)),
        Operator::I64Store32 { memarg } => (memarg, Width::Low32),
        _ => return false,
    };
    let (index, value) = cx.pop2();
    let (address, offset, flags) = host_address(cx, index, &memarg, width.bytes());
    let ins = cx.builder.ins();
    match width {
        Width::Full(_) => ins.store(flags, value, address, offset),
        Width::Low8(_) => ins.istore8(flags, value, address, offset),
        Width::Low16(_) => ins.istore16(flags, value, address, offset),
        Width::Low32 => ins.istore32(flags, value, address, offset),
    };
    true
}

/// Stores 64 bits at guest `index` plus `offset` of the module's first memory.
pub(super) fn store_i64(cx: &mut FuncCx<'_, '_>, index: Value, offset: u64, value: Value) {
    let memarg = MemArg { align: 0, max_align: 3, offset, target: MemArgTarget::Memory(0), ordering: None };
    let (address, displacement, flags) = host_address(cx, index, &memarg, 8);
    cx.builder.ins().store(flags, value, address, displacement);
}

/// Host address, displacement and flags of a `size`-byte access at guest `index` plus the offset of
/// `memarg`, which traps with [`TrapKind::MemoryOutOfBounds`] if it leaves the memory.
pub(super) fn host_address(
    cx: &mut FuncCx<'_, '_>,
    index: Value,
    memarg: &MemArg,
    size: u32,
) -> (Value, i32, MemFlagsData) {
    let MemArgTarget::Memory(index_in_module) = memarg.target else {
        unreachable!("the validator refuses access to arrays")
    };
    let memory = cx.instance.memories[index_in_module as usize];
    let planned = &cx.plan.memories[memory as usize];
    let operand = index;
    let index = extend_index(cx, index, planned.ty.memory64);
    match planned.bounds {
        Bounds::Guard => {
            let flags = Region::Memory(memory)
                .flags(&mut cx.builder)
                .with_trap_code(Some(trap_code(TrapKind::MemoryOutOfBounds)));
            let (address, displacement) = place(cx, memory, planned, index, memarg.offset);
            (address, displacement, flags)
        }
        Bounds::Explicit => {
            match memarg.offset.checked_add(size.into()) {
                Some(reach) => check(cx, memory, planned, [operand, index], reach),
                None => {
                    let never = cx.builder.ins().iconst(types::I8, 0);
                    cx.builder.ins().trapz(never, trap_code(TrapKind::MemoryOutOfBounds));
                }
            }
            let flags = Region::Memory(memory).flags(&mut cx.builder).with_notrap();
            let (address, displacement) = place(cx, memory, planned, index, memarg.offset);
            (address, displacement, flags)
        }
    }
}

/// `base + index + offset`, with as much as possible of the constants in the displacement.
fn place(
    cx: &mut FuncCx<'_, '_>,
    memory: u32,
    planned: &plan::Memory<'_>,
    index: Value,
    offset: u64,
) -> (Value, i32) {
    if memory == 0 && cx.plan.memory_base == MemoryBase::Symbol {
        let base = cx.addresses.of(&mut cx.builder, Symbol::MemoryBase(memory));
        let address = cx.builder.ins().iadd(base, index);
        return displace(cx, address, offset);
    }
    displace(cx, index, planned.base.wrapping_add(offset))
}

fn displace(cx: &mut FuncCx<'_, '_>, address: Value, offset: u64) -> (Value, i32) {
    match i32::try_from(offset) {
        Ok(displacement) => (address, displacement),
        Err(_) => {
            let offset = cx.builder.ins().iconst(POINTER, offset as i64);
            (cx.builder.ins().iadd(address, offset), 0)
        }
    }
}

/// Traps unless the `reach` bytes from the index operand on, which is `index` when extended, are inside
/// the memory.
fn check(
    cx: &mut FuncCx<'_, '_>,
    memory: u32,
    planned: &plan::Memory<'_>,
    [operand, index]: [Value; 2],
    reach: u64,
) {
    if bounds::is_always_inside(&cx.builder.func.dfg, operand, reach, planned.min_len) {
        return;
    }
    let block = cx.builder.current_block().expect("code is being translated");
    let witness = if matches!(cx.plan.entry, Entry::Script(_)) { Witness::Script } else { Witness::None };
    let (min_len, max_len) = (planned.min_len, planned.max_len);
    let access = Access { memory, min_len, max_len, index: operand, reach };
    match cx.checked.require(access, cx.builder.func, block, witness) {
        Check::Made => {}
        Check::Extend { reach, to, .. } => {
            cx.builder.func.dfg.insts[reach] = minus(to);
        }
        Check::Missing => compare(cx, memory, planned, [operand, index], reach),
    }
}

/// The instruction that is the constant minus `reach`.
fn minus(reach: u64) -> InstructionData {
    InstructionData::UnaryImm { opcode: Opcode::Iconst, imm: Imm64::new((reach as i64).wrapping_neg()) }
}

/// The check itself.
fn compare(
    cx: &mut FuncCx<'_, '_>,
    memory: u32,
    planned: &plan::Memory<'_>,
    [operand, index]: [Value; 2],
    reach: u64,
) {
    let code = trap_code(TrapKind::MemoryOutOfBounds);
    let len = length::of(cx, memory);
    if reach <= planned.min_len {
        // The memory is never shorter, so this does not wrap; and it is the same all through a loop.
        let minus = cx.builder.ins().iconst(POINTER, (reach as i64).wrapping_neg());
        let limit = cx.builder.ins().iadd(len, minus);
        let outside = cx.builder.ins().icmp(IntCC::UnsignedGreaterThan, index, limit);
        cx.builder.ins().trapnz(outside, code);
        let dfg = &cx.builder.func.dfg;
        cx.checked.can_extend(memory, operand, dfg.value_def(minus).unwrap_inst(), dfg);
        return;
    }
    let reach = cx.builder.ins().iconst(POINTER, reach as i64);
    let end = if planned.ty.memory64 {
        cx.builder.ins().uadd_overflow_trap(index, reach, code)
    } else {
        cx.builder.ins().iadd(index, reach)
    };
    let outside = cx.builder.ins().icmp(IntCC::UnsignedGreaterThan, end, len);
    cx.builder.ins().trapnz(outside, code);
}

fn size(cx: &mut FuncCx<'_, '_>, memory: u32) -> Value {
    let planned = &cx.plan.memories[memory as usize];
    let len = length::of(cx, memory);
    let pages = cx.builder.ins().ushr_imm_u(len, i64::from(planned.page_shift()));
    shrink_index(cx, pages, planned.ty.memory64)
}

fn grow(cx: &mut FuncCx<'_, '_>, memory: u32) {
    let memory64 = cx.plan.memories[memory as usize].ty.memory64;
    let delta = cx.pop();
    let delta = extend_index(cx, delta, memory64);
    let descriptor = cx.addresses.of(&mut cx.builder, Symbol::Memory(memory));
    let pages = call_runtime(cx, RuntimeFunction::MemoryGrow, &[descriptor, delta]);
    let pages = shrink_index(cx, pages.expect("`memory.grow` has a result"), memory64);
    cx.push(pages);
}

/// An index operand as 64 bits.
pub(super) fn extend_index(cx: &mut FuncCx<'_, '_>, index: Value, is_64: bool) -> Value {
    if is_64 { index } else { cx.builder.ins().uextend(types::I64, index) }
}

/// 64 bits as an index operand.
pub(super) fn shrink_index(cx: &mut FuncCx<'_, '_>, value: Value, is_64: bool) -> Value {
    if is_64 { value } else { cx.builder.ins().ireduce(types::I32, value) }
}

/// Calls a function of the runtime; its result, if it has one.
pub(super) fn call_runtime(
    cx: &mut FuncCx<'_, '_>,
    function: RuntimeFunction,
    args: &[Value],
) -> Option<Value> {
    let types: Vec<_> = args.iter().map(|arg| cx.builder.func.dfg.value_type(*arg)).collect();
    let callee = cx.addresses.function(&mut cx.builder, Symbol::Runtime(function), || {
        let mut signature = Signature::new(PLATFORM);
        signature.params.extend(types.into_iter().map(|ty| AbiParam::new(ty).sext()));
        if matches!(function, RuntimeFunction::MemoryGrow | RuntimeFunction::TableGrow) {
            signature.returns.push(AbiParam::new(types::I64));
        }
        signature
    });
    let call = cx.builder.ins().call(callee, args);
    cx.builder.inst_results(call).first().copied()
}
