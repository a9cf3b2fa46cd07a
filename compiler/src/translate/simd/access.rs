//! Loads and stores of vectors, of single lanes, and of values that fill or widen into a vector.

use cranelift_codegen::ir::{InstBuilder, MemFlagsData, Type, Value, types};
use wasmparser::{MemArg, Operator};

use super::lane;
use super::lanes::{halves, join, join_halves, see_as, split_half};
use crate::plan::Vectors;
use crate::translate::FuncCx;
use crate::translate::memory::host_address;

/// Translates a load or store of a vector; whether it was one.
pub(super) fn translate(cx: &mut FuncCx<'_, '_>, operator: &Operator<'_>) -> bool {
    match *operator {
        Operator::V128Load { memarg } => load_vector(cx, &memarg),
        Operator::V128Store { memarg } => store(cx, &memarg),

        Operator::V128Load8x8S { memarg } => load_widening(cx, types::I8X16, Widening::Signed, &memarg),
        Operator::V128Load8x8U { memarg } => load_widening(cx, types::I8X16, Widening::Unsigned, &memarg),
        Operator::V128Load16x4S { memarg } => load_widening(cx, types::I16X8, Widening::Signed, &memarg),
        Operator::V128Load16x4U { memarg } => load_widening(cx, types::I16X8, Widening::Unsigned, &memarg),
        Operator::V128Load32x2S { memarg } => load_widening(cx, types::I32X4, Widening::Signed, &memarg),
        Operator::V128Load32x2U { memarg } => load_widening(cx, types::I32X4, Widening::Unsigned, &memarg),

        Operator::V128Load8Splat { memarg } => load_splat(cx, types::I8X16, &memarg),
        Operator::V128Load16Splat { memarg } => load_splat(cx, types::I16X8, &memarg),
        Operator::V128Load32Splat { memarg } => load_splat(cx, types::I32X4, &memarg),
        Operator::V128Load64Splat { memarg } => load_splat(cx, types::I64X2, &memarg),

        Operator::V128Load32Zero { memarg } => load_zero(cx, types::I32X4, &memarg),
        Operator::V128Load64Zero { memarg } => load_zero(cx, types::I64X2, &memarg),

        Operator::V128Load8Lane { memarg, lane } => load_lane(cx, types::I8X16, lane, &memarg),
        Operator::V128Load16Lane { memarg, lane } => load_lane(cx, types::I16X8, lane, &memarg),
        Operator::V128Load32Lane { memarg, lane } => load_lane(cx, types::I32X4, lane, &memarg),
        Operator::V128Load64Lane { memarg, lane } => load_lane(cx, types::I64X2, lane, &memarg),
        Operator::V128Store8Lane { memarg, lane } => store_lane(cx, types::I8X16, lane, &memarg),
        Operator::V128Store16Lane { memarg, lane } => store_lane(cx, types::I16X8, lane, &memarg),
        Operator::V128Store32Lane { memarg, lane } => store_lane(cx, types::I32X4, lane, &memarg),
        Operator::V128Store64Lane { memarg, lane } => store_lane(cx, types::I64X2, lane, &memarg),
        _ => return false,
    }
    true
}

#[derive(Clone, Copy)]
enum Widening {
    Signed,
    Unsigned,
}

/// The value of this type at the address that is the topmost operand.
fn load(cx: &mut FuncCx<'_, '_>, ty: Type, memarg: &MemArg) -> Value {
    let index = cx.pop();
    let (address, offset, flags) = host_address(cx, index, memarg, ty.bytes());
    cx.builder.ins().load(ty, flags, address, offset)
}

fn load_vector(cx: &mut FuncCx<'_, '_>, memarg: &MemArg) {
    let value = match cx.plan.vectors {
        Vectors::Native => load(cx, types::I8X16, memarg),
        Vectors::Scalar => {
            let index = cx.pop();
            let (address, offset, flags) = host_address(cx, index, memarg, 16);
            let high_address = cx.builder.ins().iadd_imm_s(address, 8);
            let halves =
                [address, high_address].map(|at| cx.builder.ins().load(types::I64, flags, at, offset));
            join_halves(cx, halves, halves.into())
        }
    };
    cx.push(value);
}

fn store(cx: &mut FuncCx<'_, '_>, memarg: &MemArg) {
    let (index, value) = cx.pop2();
    let (address, offset, flags) = host_address(cx, index, memarg, 16);
    match cx.plan.vectors {
        Vectors::Native => {
            cx.builder.ins().store(flags, value, address, offset);
        }
        Vectors::Scalar => store_halves(cx, value, address, offset, flags),
    }
}

/// Stores the high half first: where any of the vector is out of bounds it is part of that half,
/// and a store that traps must leave no byte.
fn store_halves(cx: &mut FuncCx<'_, '_>, value: Value, address: Value, offset: i32, flags: MemFlagsData) {
    let [low, high] = halves(cx, value);
    let high_address = cx.builder.ins().iadd_imm_s(address, 8);
    cx.builder.ins().store(flags, high, high_address, offset);
    cx.builder.ins().store(flags, low, address, offset);
}

/// Loads 8 bytes as lanes of half the width of those that they become.
fn load_widening(cx: &mut FuncCx<'_, '_>, narrow: Type, widening: Widening, memarg: &MemArg) {
    let half = load(cx, types::I64, memarg);
    let value = match cx.plan.vectors {
        Vectors::Native => {
            let builder = &mut cx.builder;
            let vector = builder.ins().scalar_to_vector(types::I64X2, half);
            let vector = see_as(builder, vector, narrow);
            let wide = match widening {
                Widening::Signed => builder.ins().swiden_low(vector),
                Widening::Unsigned => builder.ins().uwiden_low(vector),
            };
            see_as(builder, wide, types::I8X16)
        }
        Vectors::Scalar => {
            let lanes = split_half(&mut cx.builder, half, narrow.lane_type());
            let wide = narrow.lane_type().double_width().expect("64 bits are not widened");
            let widen = |lane: Value| match widening {
                Widening::Signed => cx.builder.ins().sextend(wide, lane),
                Widening::Unsigned => cx.builder.ins().uextend(wide, lane),
            };
            let lanes = lanes.into_iter().map(widen).collect();
            join(cx, lanes)
        }
    };
    cx.push(value);
}

fn load_splat(cx: &mut FuncCx<'_, '_>, lanes: Type, memarg: &MemArg) {
    let value = load(cx, lanes.lane_type(), memarg);
    let vector = lane::splat(cx, lanes, value);
    cx.push(vector);
}

/// Loads the lowest lane; the others become zero.
fn load_zero(cx: &mut FuncCx<'_, '_>, lanes: Type, memarg: &MemArg) {
    let value = load(cx, lanes.lane_type(), memarg);
    let vector = match cx.plan.vectors {
        Vectors::Native => {
            let builder = &mut cx.builder;
            let vector = builder.ins().scalar_to_vector(lanes, value);
            see_as(builder, vector, types::I8X16)
        }
        Vectors::Scalar => {
            let zero = cx.builder.ins().iconst(lanes.lane_type(), 0);
            let mut values = vec![zero; lanes.lane_count() as usize];
            values[0] = value;
            join(cx, values)
        }
    };
    cx.push(vector);
}

fn load_lane(cx: &mut FuncCx<'_, '_>, lanes: Type, lane: u8, memarg: &MemArg) {
    let vector = cx.pop();
    let value = load(cx, lanes.lane_type(), memarg);
    let vector = lane::replace(cx, lanes, vector, lane, value);
    cx.push(vector);
}

fn store_lane(cx: &mut FuncCx<'_, '_>, lanes: Type, lane: u8, memarg: &MemArg) {
    let (index, vector) = cx.pop2();
    let value = lane::extract(cx, lanes, vector, lane);
    let (address, offset, flags) = host_address(cx, index, memarg, lanes.lane_type().bytes());
    cx.builder.ins().store(flags, value, address, offset);
}
