//! The upper half of a product of 32 bits by a constant in, the upper half of a 64-bit register out.
//!
//! Division by a constant is such a product, mostly moved down further. AArch64 and RISC-V have no instruction
//! for it: Cranelift extends both factors, the constant too, and moves the product down twice.

use cranelift_codegen::cursor::{Cursor, FuncCursor};
use cranelift_codegen::ir::types::{I32, I64};
use cranelift_codegen::ir::{Function, Inst, InstBuilder, InstructionData, Opcode, Value};

use super::extensions::Extension::{Sign, Zero};
use super::extensions::Extensions;
use super::uses::{Uses, constant, insts};

/// Rewrites every such product.
pub(super) fn run(function: &mut Function) {
    let products: Vec<Inst> =
        insts(function).into_iter().filter(|inst| is_by_constant(function, *inst)).collect();
    if products.is_empty() {
        return;
    }
    let uses = Uses::of(function);
    let extensions = Extensions::of(function);
    for inst in products {
        rewrite(function, &uses, &extensions, inst);
    }
}

/// Whether an instruction gives the upper half of a product of 32 bits by a constant.
fn is_by_constant(function: &Function, inst: Inst) -> bool {
    let InstructionData::Binary { opcode: Opcode::Umulhi | Opcode::Smulhi, args } = function.dfg.insts[inst]
    else {
        return false;
    };
    function.dfg.value_type(args[0]) == I32 && args.iter().any(|arg| constant(function, *arg).is_some())
}

fn rewrite(function: &mut Function, uses: &Uses, extensions: &Extensions, inst: Inst) {
    let InstructionData::Binary { opcode, args } = function.dfg.insts[inst] else { return };
    let (extension, shift) = match opcode {
        Opcode::Umulhi => (Zero, Opcode::Ushr),
        _ => (Sign, Opcode::Sshr),
    };
    let high = function.dfg.first_result(inst);
    let factors = args.map(|arg| extensions.extend(function, inst, arg, extension));
    let product = FuncCursor::new(function).at_inst(inst).ins().imul(factors[0], factors[1]);
    move_down(function, inst, shift, product, 32);
    for user in uses.of_value(high) {
        if let InstructionData::Binary { opcode, args: [value, by] } = function.dfg.insts[*user]
            && opcode == shift
            && value == high
            && let Some(by @ 0..32) = constant(function, by)
        {
            move_down(function, *user, shift, product, 32 + by);
        }
    }
}

/// Makes an instruction the low half of `product` moved down.
fn move_down(function: &mut Function, inst: Inst, shift: Opcode, product: Value, by: u64) {
    let mut cursor = FuncCursor::new(function).at_inst(inst);
    let by = cursor.ins().iconst(I64, by as i64);
    let (moved, dfg) = cursor.ins().Binary(shift, I64, product, by);
    let moved = dfg.first_result(moved);
    function.dfg.insts[inst] = InstructionData::Unary { opcode: Opcode::Ireduce, arg: moved };
}
