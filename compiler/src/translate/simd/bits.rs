//! Logic on all bits, and tests of a whole vector.

use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{InstBuilder, Type, Value, types};
use wasmparser::Operator;

use super::lanes::{each, each_with, reduce};
use crate::translate::FuncCx;

/// Translates a logical operator or a test; whether it was one.
pub(super) fn translate(cx: &mut FuncCx<'_, '_>, operator: &Operator<'_>) -> bool {
    match *operator {
        Operator::V128Not => each(cx, types::I64X2, |b, [x]| b.ins().bnot(x)),
        Operator::V128And => each(cx, types::I64X2, |b, [x, y]| b.ins().band(x, y)),
        Operator::V128AndNot => each(cx, types::I64X2, |b, [x, y]| b.ins().band_not(x, y)),
        Operator::V128Or => each(cx, types::I64X2, |b, [x, y]| b.ins().bor(x, y)),
        Operator::V128Xor => each(cx, types::I64X2, |b, [x, y]| b.ins().bxor(x, y)),
        Operator::V128Bitselect => select(cx),
        Operator::V128AnyTrue => any_true(cx),
        Operator::I8x16AllTrue => all_true(cx, types::I8X16),
        Operator::I16x8AllTrue => all_true(cx, types::I16X8),
        Operator::I32x4AllTrue => all_true(cx, types::I32X4),
        Operator::I64x2AllTrue => all_true(cx, types::I64X2),
        Operator::I8x16Bitmask => bitmask(cx, types::I8X16),
        Operator::I16x8Bitmask => bitmask(cx, types::I16X8),
        Operator::I32x4Bitmask => bitmask(cx, types::I32X4),
        Operator::I64x2Bitmask => bitmask(cx, types::I64X2),
        _ => return false,
    }
    true
}

/// Of each bit the first operand's where the third has a one, else the second's.
pub(super) fn select(cx: &mut FuncCx<'_, '_>) {
    each_with(
        cx,
        types::I64X2,
        |b, [x, y, mask]| b.ins().bitselect(mask, x, y),
        |b, [x, y, mask]| {
            let differs = b.ins().bxor(x, y);
            let chosen = b.ins().band(differs, mask);
            b.ins().bxor(chosen, y)
        },
    );
}

fn any_true(cx: &mut FuncCx<'_, '_>) {
    reduce(
        cx,
        types::I64X2,
        |b, [x]| {
            let any = b.ins().vany_true(x);
            b.ins().uextend(types::I32, any)
        },
        |b, [x]| {
            let either = b.ins().bor(x[0], x[1]);
            let any = b.ins().icmp_imm_s(IntCC::NotEqual, either, 0);
            b.ins().uextend(types::I32, any)
        },
    );
}

fn all_true(cx: &mut FuncCx<'_, '_>, lanes: Type) {
    reduce(
        cx,
        lanes,
        |b, [x]| {
            let all = b.ins().vall_true(x);
            b.ins().uextend(types::I32, all)
        },
        |b, [x]| {
            let one = b.ins().iconst(types::I8, 1);
            let all = x.into_iter().fold(one, |all, lane| {
                let is_true = b.ins().icmp_imm_s(IntCC::NotEqual, lane, 0);
                b.ins().band(all, is_true)
            });
            b.ins().uextend(types::I32, all)
        },
    );
}

/// The highest bit of each lane, the lowest lane's lowest.
fn bitmask(cx: &mut FuncCx<'_, '_>, lanes: Type) {
    reduce(
        cx,
        lanes,
        |b, [x]| b.ins().vhigh_bits(types::I32, x),
        |b, [x]| {
            let mut mask: Option<Value> = None;
            for (position, lane) in (0..).zip(x) {
                let high = b.ins().ushr_imm_u(lane, i64::from(lanes.lane_bits()) - 1);
                let high = match lanes.lane_bits() {
                    64 => b.ins().ireduce(types::I32, high),
                    32 => high,
                    _ => b.ins().uextend(types::I32, high),
                };
                let bit = b.ins().ishl_imm_u(high, position);
                mask = Some(mask.map_or(bit, |mask| b.ins().bor(mask, bit)));
            }
            mask.expect("a vector has lanes")
        },
    );
}
