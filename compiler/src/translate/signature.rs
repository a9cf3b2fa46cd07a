//! Function signatures, and where results go: registers, or an area the caller provides.

use cranelift_codegen::ir::{
    AbiParam, Block, InstBuilder, MemFlagsData, Signature, StackSlotData, StackSlotKind, Value,
};
use cranelift_frontend::FunctionBuilder;
use wasmparser::{FuncType, ValType};

use super::types::{Lowering, PLATFORM, POINTER};

/// Results of each register class that every supported convention returns in registers: x86-64 and
/// RISC-V have two of each, AArch64 has eight.
const RESULT_REGISTERS: usize = 2;

/// Where a function's results go.
#[derive(Clone, Copy)]
pub enum ResultsPlace {
    /// Registers.
    Registers,
    /// Memory at this address, as [`area_offsets`] lays it out.
    Area(Value),
    /// What follows the frame at this index of the control stack: the body takes a call's place.
    Frame(usize),
}

/// The CLIF signature of a wasm function: its parameters, after the address of the area for its
/// results where they need one.
pub(super) fn of(lowering: Lowering, ty: &FuncType) -> Signature {
    let mut signature = Signature::new(lowering.call_conv);
    if needs_area(ty.results()) {
        signature.params.push(AbiParam::new(POINTER));
    } else {
        signature.returns.extend(ty.results().iter().map(|ty| AbiParam::new(lowering.value(*ty))));
    }
    signature.params.extend(ty.params().iter().map(|ty| AbiParam::new(lowering.value(*ty))));
    signature
}

/// The CLIF signature of a host function: the C convention, in which RISC-V wants 32-bit arguments
/// sign-extended.
pub(super) fn of_host(lowering: Lowering, ty: &FuncType) -> Signature {
    let mut signature = of(Lowering { call_conv: PLATFORM, ..lowering }, ty);
    for param in &mut signature.params {
        if param.value_type == cranelift_codegen::ir::types::I32 {
            *param = param.sext();
        }
    }
    signature
}

/// Whether results of these types are more than registers hold.
pub(super) fn needs_area(results: &[ValType]) -> bool {
    let floats = results.iter().filter(|ty| matches!(ty, ValType::F32 | ValType::F64)).count();
    let vectors = results.iter().filter(|ty| **ty == ValType::V128).count();
    vectors > 0 || floats > RESULT_REGISTERS || results.len() - floats > RESULT_REGISTERS
}

/// Byte offset of each result in its area, and the area's size.
pub(super) fn area_offsets(results: &[ValType]) -> (Vec<i32>, u32) {
    let mut end = 0_u32;
    let offsets = results.iter().map(|ty| {
        let size = if *ty == ValType::V128 { 16 } else { 8 };
        let offset = end.next_multiple_of(size);
        end = offset + size;
        offset as i32
    });
    (offsets.collect(), end.next_multiple_of(16))
}

/// The wasm parameters among the parameters of a function's entry block.
pub(super) fn params_in_callee(builder: &FunctionBuilder<'_>, entry: Block, ty: &FuncType) -> Vec<Value> {
    builder.block_params(entry)[usize::from(needs_area(ty.results()))..].to_vec()
}

/// Where a function must leave its results.
pub(super) fn results_in_callee(builder: &FunctionBuilder<'_>, entry: Block, ty: &FuncType) -> ResultsPlace {
    match needs_area(ty.results()) {
        true => ResultsPlace::Area(builder.block_params(entry)[0]),
        false => ResultsPlace::Registers,
    }
}

/// Ends a function that has these results.
pub(super) fn return_results(
    builder: &mut FunctionBuilder<'_>,
    place: ResultsPlace,
    types: &[ValType],
    results: &[Value],
) {
    match place {
        ResultsPlace::Registers => builder.ins().return_(results),
        ResultsPlace::Area(area) => {
            let (offsets, _) = area_offsets(types);
            for (value, offset) in results.iter().zip(offsets) {
                builder.ins().store(MemFlagsData::trusted(), *value, area, offset);
            }
            builder.ins().return_(&[])
        }
        ResultsPlace::Frame(_) => unreachable!("such a body branches to the end of its frame"),
    };
}

/// Makes the call that `call` inserts when given the arguments that the signature wants, and gives
/// its results.
pub(super) fn call_with(
    builder: &mut FunctionBuilder<'_>,
    lowering: Lowering,
    ty: &FuncType,
    args: &[Value],
    call: impl FnOnce(&mut FunctionBuilder<'_>, &[Value]) -> cranelift_codegen::ir::Inst,
) -> Vec<Value> {
    if !needs_area(ty.results()) {
        let inst = call(builder, args);
        return builder.inst_results(inst).to_vec();
    }
    let (offsets, size) = area_offsets(ty.results());
    let slot = builder.create_sized_stack_slot(StackSlotData::new(StackSlotKind::ExplicitSlot, size, 4));
    let area = builder.ins().stack_addr(POINTER, slot, 0);
    let all: Vec<Value> = std::iter::once(area).chain(args.iter().copied()).collect();
    call(builder, &all);
    let loads = ty.results().iter().zip(offsets);
    loads
        .map(|(ty, offset)| builder.ins().load(lowering.value(*ty), MemFlagsData::trusted(), area, offset))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{area_offsets, needs_area};
    use wasmparser::ValType::{F64, I32, I64, V128};

    #[test]
    fn two_results_of_each_class_fit_registers() {
        assert!(!needs_area(&[]));
        assert!(!needs_area(&[I32, I64, F64, F64]));
        assert!(needs_area(&[I32, I32, I32]));
        assert!(needs_area(&[F64, F64, F64]));
        assert!(needs_area(&[V128]));
    }

    #[test]
    fn areas_are_aligned() {
        assert_eq!(area_offsets(&[I32, V128, I64]), (vec![0, 16, 32], 48));
    }
}
