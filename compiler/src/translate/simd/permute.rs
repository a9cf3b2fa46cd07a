//! Bytes in another order.

use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{
    ConstantData, InstBuilder, MemFlagsData, StackSlotData, StackSlotKind, Value, types,
};
use cranelift_frontend::FunctionBuilder;
use wasmparser::Operator;

use super::lanes::{operate, split};
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

fn shuffle(cx: &mut FuncCx<'_, '_>, lanes: [u8; 16]) {
    operate(
        cx,
        types::I8X16,
        |b, [x, y]| {
            let mask = b.func.dfg.immediates.push(ConstantData::from(&lanes[..]));
            b.ins().shuffle(x, y, mask)
        },
        |_, [x, y]| {
            let both = [x, y].concat();
            lanes.iter().map(|lane| both[usize::from(*lane)]).collect()
        },
    );
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
            let builder = &mut cx.builder;
            let slot = StackSlotData::new(StackSlotKind::ExplicitSlot, 16, 4);
            let slot = builder.create_sized_stack_slot(slot);
            let address = builder.ins().stack_addr(POINTER, slot, 0);
            builder.ins().store(MemFlagsData::trusted(), bytes, address, 0);
            let indexes = split(builder, indexes, types::I8X16);
            let lanes: Vec<Value> =
                indexes.into_iter().map(|index| byte_at(builder, address, index)).collect();
            let value = super::lanes::join(builder, &lanes);
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
