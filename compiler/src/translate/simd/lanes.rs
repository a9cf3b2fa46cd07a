//! A vector as lanes: what an instruction does to them in, the instruction's code out.
//!
//! Where the target has vector registers, a `v128` is an `i8x16` that is seen as other lanes by
//! `bitcast`. Elsewhere it is an `i128`, a pair of registers, which is taken apart and put together
//! again by shifts. What it was put together from is remembered, so that the next instruction takes
//! that, and what nothing else needs is never put together.

use std::collections::HashMap;

use cranelift_codegen::ir::{Endianness, InstBuilder, MemFlagsData, Type, Value, types};
use cranelift_frontend::FunctionBuilder;

use crate::plan::Vectors;
use crate::translate::FuncCx;

/// What vectors of a function without vector registers were put together from.
#[derive(Default)]
pub(in crate::translate) struct Parts(HashMap<Value, (Halves, Vec<Value>)>);

/// The low and the high `i64` of a vector.
type Halves = [Value; 2];

/// Replaces the `N` topmost operands by what `native` makes of them as vectors with these lanes,
/// or `scalar` of the lanes themselves, the lowest first. What they give may have other lanes.
pub(super) fn operate<const N: usize>(
    cx: &mut FuncCx<'_, '_>,
    lanes: Type,
    native: impl FnOnce(&mut FunctionBuilder<'_>, [Value; N]) -> Value,
    scalar: impl FnOnce(&mut FunctionBuilder<'_>, [Vec<Value>; N]) -> Vec<Value>,
) {
    let operands: [Value; N] = pop(cx);
    let result = match cx.plan.vectors {
        Vectors::Native => {
            let operands = operands.map(|operand| see_as(&mut cx.builder, operand, lanes));
            let result = native(&mut cx.builder, operands);
            see_as(&mut cx.builder, result, types::I8X16)
        }
        Vectors::Scalar => {
            let operands = operands.map(|operand| split(cx, operand, lanes));
            let result = scalar(&mut cx.builder, operands);
            join(cx, result)
        }
    };
    cx.push(result);
}

/// Replaces the `N` topmost operands by a scalar that `native` makes of them as vectors, or
/// `scalar` of their lanes.
pub(super) fn reduce<const N: usize>(
    cx: &mut FuncCx<'_, '_>,
    lanes: Type,
    native: impl FnOnce(&mut FunctionBuilder<'_>, [Value; N]) -> Value,
    scalar: impl FnOnce(&mut FunctionBuilder<'_>, [Vec<Value>; N]) -> Value,
) {
    let operands: [Value; N] = pop(cx);
    let result = match cx.plan.vectors {
        Vectors::Native => {
            let operands = operands.map(|operand| see_as(&mut cx.builder, operand, lanes));
            native(&mut cx.builder, operands)
        }
        Vectors::Scalar => {
            let operands = operands.map(|operand| split(cx, operand, lanes));
            scalar(&mut cx.builder, operands)
        }
    };
    cx.push(result);
}

/// Replaces the `N` topmost operands by what `build` makes of them lane by lane: of all lanes at
/// once where there are vectors, and of each alone elsewhere.
pub(super) fn each<const N: usize>(
    cx: &mut FuncCx<'_, '_>,
    lanes: Type,
    build: impl Fn(&mut FunctionBuilder<'_>, [Value; N]) -> Value,
) {
    operate(cx, lanes, &build, |b, operands| lane_by_lane(b, &operands, &build));
}

/// As [`each`], where a lane alone takes other instructions than all at once.
pub(super) fn each_with<const N: usize>(
    cx: &mut FuncCx<'_, '_>,
    lanes: Type,
    native: impl FnOnce(&mut FunctionBuilder<'_>, [Value; N]) -> Value,
    scalar: impl Fn(&mut FunctionBuilder<'_>, [Value; N]) -> Value,
) {
    operate(cx, lanes, native, |b, operands| lane_by_lane(b, &operands, scalar));
}

/// What `build` makes of each group of lanes at the same position.
pub(super) fn lane_by_lane<const N: usize>(
    builder: &mut FunctionBuilder<'_>,
    operands: &[Vec<Value>; N],
    build: impl Fn(&mut FunctionBuilder<'_>, [Value; N]) -> Value,
) -> Vec<Value> {
    let count = operands[0].len();
    (0..count).map(|lane| build(builder, std::array::from_fn(|operand| operands[operand][lane]))).collect()
}

/// The `N` topmost operands, in the order they were pushed.
fn pop<const N: usize>(cx: &mut FuncCx<'_, '_>) -> [Value; N] {
    let operands = cx.operands.split_off(cx.operands.len() - N);
    operands.try_into().expect("as many were split off")
}

/// The same bits as another type of the same size.
pub(super) fn see_as(builder: &mut FunctionBuilder<'_>, value: Value, ty: Type) -> Value {
    if builder.func.dfg.value_type(value) == ty {
        return value;
    }
    builder.ins().bitcast(ty, MemFlagsData::new().with_endianness(Endianness::Little), value)
}

/// The lanes of a pair of registers, the lowest first.
pub(super) fn split(cx: &mut FuncCx<'_, '_>, vector: Value, lanes: Type) -> Vec<Value> {
    let lane = lanes.lane_type();
    if let Some((_, known)) = cx.vectors.0.get(&vector)
        && known.len() == lanes.lane_count() as usize
    {
        return known.iter().map(|value| see_as(&mut cx.builder, *value, lane)).collect();
    }
    let halves = halves(cx, vector);
    halves.into_iter().flat_map(|half| split_half(&mut cx.builder, half, lane)).collect()
}

/// The low and the high half of a pair of registers.
pub(super) fn halves(cx: &mut FuncCx<'_, '_>, vector: Value) -> Halves {
    match cx.vectors.0.get(&vector) {
        Some((halves, _)) => *halves,
        None => cx.builder.ins().isplit(vector).into(),
    }
}

/// The lanes of a half, the lowest first.
pub(super) fn split_half(builder: &mut FunctionBuilder<'_>, half: Value, lane: Type) -> Vec<Value> {
    let mut values = Vec::with_capacity(64 / lane.bits() as usize);
    for position in (0..64).step_by(lane.bits() as usize) {
        let shifted = if position == 0 { half } else { builder.ins().ushr_imm_u(half, position) };
        let bits = match lane.bits() {
            64 => shifted,
            _ => builder.ins().ireduce(lane.as_int(), shifted),
        };
        values.push(see_as(builder, bits, lane));
    }
    values
}

/// The pair of registers that has these lanes, the lowest first.
pub(super) fn join(cx: &mut FuncCx<'_, '_>, lanes: Vec<Value>) -> Value {
    let (low, high) = lanes.split_at(lanes.len() / 2);
    let halves = [low, high].map(|half| join_half(&mut cx.builder, half));
    join_halves(cx, halves, lanes)
}

/// The pair of these halves, which have these lanes.
pub(super) fn join_halves(cx: &mut FuncCx<'_, '_>, halves: Halves, lanes: Vec<Value>) -> Value {
    let vector = cx.builder.ins().iconcat(halves[0], halves[1]);
    cx.vectors.0.insert(vector, (halves, lanes));
    vector
}

fn join_half(builder: &mut FunctionBuilder<'_>, lanes: &[Value]) -> Value {
    let lane = builder.func.dfg.value_type(lanes[0]);
    let mut joined = None;
    for (position, value) in (0..).step_by(lane.bits() as usize).zip(lanes) {
        let bits = see_as(builder, *value, lane.as_int());
        let bits = if lane.bits() == 64 { bits } else { builder.ins().uextend(types::I64, bits) };
        let shifted = if position == 0 { bits } else { builder.ins().ishl_imm_u(bits, position) };
        joined = Some(match joined {
            None => shifted,
            Some(joined) => builder.ins().bor(joined, shifted),
        });
    }
    joined.expect("a half has lanes")
}
