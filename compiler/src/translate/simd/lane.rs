//! Constants, and lanes into and out of vectors.

use cranelift_codegen::ir::{InstBuilder, Type, Value, types};
use wasmparser::Operator;

use super::lanes::{join, join_halves, see_as, split};
use crate::plan::Vectors;
use crate::translate::FuncCx;
use crate::translate::types::vector;

/// Translates a constant or a movement of a lane; whether it was one.
pub(super) fn translate(cx: &mut FuncCx<'_, '_>, operator: &Operator<'_>) -> bool {
    match *operator {
        Operator::V128Const { value } => {
            let value = constant(cx, value.i128() as u128);
            cx.push(value);
        }
        Operator::I8x16Splat => push_splat(cx, types::I8X16),
        Operator::I16x8Splat => push_splat(cx, types::I16X8),
        Operator::I32x4Splat => push_splat(cx, types::I32X4),
        Operator::I64x2Splat => push_splat(cx, types::I64X2),
        Operator::F32x4Splat => push_splat(cx, types::F32X4),
        Operator::F64x2Splat => push_splat(cx, types::F64X2),

        Operator::I8x16ExtractLaneS { lane } => push_extract_signed(cx, types::I8X16, lane),
        Operator::I16x8ExtractLaneS { lane } => push_extract_signed(cx, types::I16X8, lane),
        Operator::I8x16ExtractLaneU { lane } => push_extract(cx, types::I8X16, lane),
        Operator::I16x8ExtractLaneU { lane } => push_extract(cx, types::I16X8, lane),
        Operator::I32x4ExtractLane { lane } => push_extract(cx, types::I32X4, lane),
        Operator::I64x2ExtractLane { lane } => push_extract(cx, types::I64X2, lane),
        Operator::F32x4ExtractLane { lane } => push_extract(cx, types::F32X4, lane),
        Operator::F64x2ExtractLane { lane } => push_extract(cx, types::F64X2, lane),

        Operator::I8x16ReplaceLane { lane } => push_replace(cx, types::I8X16, lane),
        Operator::I16x8ReplaceLane { lane } => push_replace(cx, types::I16X8, lane),
        Operator::I32x4ReplaceLane { lane } => push_replace(cx, types::I32X4, lane),
        Operator::I64x2ReplaceLane { lane } => push_replace(cx, types::I64X2, lane),
        Operator::F32x4ReplaceLane { lane } => push_replace(cx, types::F32X4, lane),
        Operator::F64x2ReplaceLane { lane } => push_replace(cx, types::F64X2, lane),
        _ => return false,
    }
    true
}

fn constant(cx: &mut FuncCx<'_, '_>, bits: u128) -> Value {
    match cx.plan.vectors {
        Vectors::Native => vector(&mut cx.builder, types::I8X16, bits),
        Vectors::Scalar => {
            let halves = [bits as i64, (bits >> 64) as i64];
            let halves = halves.map(|half| cx.builder.ins().iconst(types::I64, half));
            join_halves(cx, halves, halves.into())
        }
    }
}

/// The vector all of whose lanes are `value`.
pub(super) fn splat(cx: &mut FuncCx<'_, '_>, lanes: Type, value: Value) -> Value {
    match cx.plan.vectors {
        Vectors::Native => {
            let vector = cx.builder.ins().splat(lanes, value);
            see_as(&mut cx.builder, vector, types::I8X16)
        }
        Vectors::Scalar => {
            let half = splat_half(cx, value);
            join_halves(cx, [half; 2], vec![value; lanes.lane_count() as usize])
        }
    }
}

/// The `i64` all of whose lanes are `value`.
fn splat_half(cx: &mut FuncCx<'_, '_>, value: Value) -> Value {
    let lane = cx.builder.func.dfg.value_type(value);
    let bits = see_as(&mut cx.builder, value, lane.as_int());
    if lane.bits() == 64 {
        return bits;
    }
    let bits = cx.builder.ins().uextend(types::I64, bits);
    // A one at the lowest bit of each lane.
    let ones = u64::MAX / ((1 << lane.bits()) - 1);
    cx.builder.ins().imul_imm_s(bits, ones as i64)
}

/// One lane of `vector`.
pub(super) fn extract(cx: &mut FuncCx<'_, '_>, lanes: Type, vector: Value, lane: u8) -> Value {
    match cx.plan.vectors {
        Vectors::Native => {
            let vector = see_as(&mut cx.builder, vector, lanes);
            cx.builder.ins().extractlane(vector, lane)
        }
        // What is not used of the rest is removed by the code generator.
        Vectors::Scalar => split(cx, vector, lanes)[usize::from(lane)],
    }
}

/// `vector` with one lane replaced.
pub(super) fn replace(cx: &mut FuncCx<'_, '_>, lanes: Type, vector: Value, lane: u8, value: Value) -> Value {
    match cx.plan.vectors {
        Vectors::Native => {
            let vector = see_as(&mut cx.builder, vector, lanes);
            let vector = cx.builder.ins().insertlane(vector, value, lane);
            see_as(&mut cx.builder, vector, types::I8X16)
        }
        Vectors::Scalar => {
            let mut values = split(cx, vector, lanes);
            values[usize::from(lane)] = value;
            join(cx, values)
        }
    }
}

/// A wasm operand as a lane: narrow lanes are the low bits of an `i32`.
fn as_lane(cx: &mut FuncCx<'_, '_>, lanes: Type, operand: Value) -> Value {
    let lane = lanes.lane_type();
    if lane.bits() < 32 { cx.builder.ins().ireduce(lane, operand) } else { operand }
}

fn push_splat(cx: &mut FuncCx<'_, '_>, lanes: Type) {
    let operand = cx.pop();
    let value = as_lane(cx, lanes, operand);
    let vector = splat(cx, lanes, value);
    cx.push(vector);
}

fn push_extract(cx: &mut FuncCx<'_, '_>, lanes: Type, lane: u8) {
    let vector = cx.pop();
    let value = extract(cx, lanes, vector, lane);
    let narrow = lanes.lane_type().bits() < 32;
    let value = if narrow { cx.builder.ins().uextend(types::I32, value) } else { value };
    cx.push(value);
}

fn push_extract_signed(cx: &mut FuncCx<'_, '_>, lanes: Type, lane: u8) {
    let vector = cx.pop();
    let value = extract(cx, lanes, vector, lane);
    let value = cx.builder.ins().sextend(types::I32, value);
    cx.push(value);
}

fn push_replace(cx: &mut FuncCx<'_, '_>, lanes: Type, lane: u8) {
    let (vector, operand) = cx.pop2();
    let value = as_lane(cx, lanes, operand);
    let vector = replace(cx, lanes, vector, lane, value);
    cx.push(vector);
}
