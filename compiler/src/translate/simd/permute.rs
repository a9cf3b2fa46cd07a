//! Bytes in another order.

use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{
    ConstantData, InstBuilder, MemFlagsData, StackSlotData, StackSlotKind, Type, Value, types,
};
use cranelift_frontend::FunctionBuilder;
use wasmparser::Operator;

use super::lanes::{halves, join, split};
use crate::plan::Vectors;
use crate::translate::FuncCx;
use crate::translate::types::POINTER;

/// Translates a permutation; whether it was one.
pub(super) fn translate(cx: &mut FuncCx<'_, '_>, operator: &Operator<'_>) -> bool {
    match *operator {
        Operator::I8x16Shuffle { lanes } => shuffle(cx, lanes),
        // Where the index is out of range the relaxed one may give anything, so zero as the other.
        Operator::I8x16Swizzle | Operator::I8x16RelaxedSwizzle => swizzle(cx),
        _ => return false,
    }
    true
}

fn shuffle(cx: &mut FuncCx<'_, '_>, bytes: [u8; 16]) {
    let (lanes, places) = widest(bytes);
    match cx.plan.vectors {
        Vectors::Native => {
            let (x, y) = cx.pop2();
            let mask = cx.builder.func.dfg.immediates.push(ConstantData::from(&bytes[..]));
            let value = cx.builder.ins().shuffle(x, y, mask);
            cx.push(value);
        }
        Vectors::Scalar => {
            let (x, y) = cx.pop2();
            let both = [split(cx, x, lanes), split(cx, y, lanes)].concat();
            let value = join(cx, places.into_iter().map(|place| both[place]).collect());
            cx.push(value);
        }
    }
}

/// The widest lanes that the bytes move as, and where each lane comes from.
fn widest(bytes: [u8; 16]) -> (Type, Vec<usize>) {
    let whole = |lane: &[u8]| {
        usize::from(lane[0]) % lane.len() == 0 && lane.windows(2).all(|pair| pair[0] + 1 == pair[1])
    };
    let widths = [types::I64X2, types::I32X4, types::I16X8].into_iter();
    let lanes = widths.chain([types::I8X16]).find(|ty| bytes.chunks(width(*ty)).all(whole));
    let lanes = lanes.expect("bytes move as bytes");
    (lanes, bytes.chunks(width(lanes)).map(|lane| usize::from(lane[0]) / width(lanes)).collect())
}

/// Bytes of a lane.
fn width(lanes: Type) -> usize {
    lanes.lane_type().bytes() as usize
}

fn swizzle(cx: &mut FuncCx<'_, '_>) {
    match cx.plan.vectors {
        Vectors::Native => {
            let (bytes, indexes) = cx.pop2();
            let value = cx.builder.ins().swizzle(bytes, indexes);
            cx.push(value);
        }
        Vectors::Scalar => {
            let (bytes, indexes) = cx.pop2();
            let indexes = split(cx, indexes, types::I8X16);
            let [low, high] = halves(cx, bytes);
            let builder = &mut cx.builder;
            let slot = StackSlotData::new(StackSlotKind::ExplicitSlot, 16, 4);
            let slot = builder.create_sized_stack_slot(slot);
            let address = builder.ins().stack_addr(POINTER, slot, 0);
            builder.ins().store(MemFlagsData::trusted(), low, address, 0);
            builder.ins().store(MemFlagsData::trusted(), high, address, 8);
            let lanes = indexes.into_iter().map(|index| byte_at(builder, address, index)).collect();
            let value = join(cx, lanes);
            cx.push(value);
        }
    }
}

/// The byte at `index` of the 16 at `address`; zero for a larger index.
fn byte_at(builder: &mut FunctionBuilder<'_>, address: Value, index: Value) -> Value {
    let inside = builder.ins().icmp_imm_u(IntCC::UnsignedLessThan, index, 16);
    let index = builder.ins().uextend(types::I64, index);
    let masked = builder.ins().band_imm_u(index, 15);
    let place = builder.ins().iadd(address, masked);
    let byte = builder.ins().load(types::I8, MemFlagsData::trusted(), place, 0);
    let zero = builder.ins().iconst(types::I8, 0);
    builder.ins().select(inside, byte, zero)
}
