//! A 32-bit value in, the 64-bit one that it is the low half of out, if that is extended already.
//!
//! AArch64 and RISC-V compare and multiply whole registers too, and Cranelift extends a value anew whatever its
//! register holds. A load extends as it loads, and what is masked or moved down is extended.

use cranelift_codegen::cursor::{Cursor, FuncCursor};
use cranelift_codegen::ir::types::{I32, I64};
use cranelift_codegen::ir::{Function, Inst, InstBuilder, Opcode, Value, ValueDef};

use super::uses::{constant, unary};

/// What the upper half of a register is.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Extension {
    Zero,
    Sign,
}

use Extension::{Sign, Zero};

const LARGEST_SIGNED: u64 = i32::MAX as u64;

/// The 64-bit value whose low half is `value` and that is known to be extended like this.
pub(super) fn extended(function: &Function, value: Value, extension: Extension) -> Option<Value> {
    let wide = unary(function, value, Opcode::Ireduce)?;
    (function.dfg.value_type(wide) == I64 && is_extended(function, wide, extension)).then_some(wide)
}

/// Whether a 64-bit value is known to be its low half, extended like this.
fn is_extended(function: &Function, wide: Value, extension: Extension) -> bool {
    let ValueDef::Result(inst, _) = function.dfg.value_def(wide) else { return false };
    let args = function.dfg.inst_args(inst);
    match function.dfg.insts[inst].opcode() {
        // The sign of fewer bits is clear.
        Opcode::Uload8 | Opcode::Uload16 => true,
        Opcode::Uload32 => extension == Zero,
        Opcode::Sload8 | Opcode::Sload16 | Opcode::Sload32 => extension == Sign,
        opcode @ (Opcode::Uextend | Opcode::Sextend) => {
            let from = function.dfg.value_type(args[0]);
            let is_zero = opcode == Opcode::Uextend;
            from.bits() < I32.bits() && is_zero || from == I32 && is_zero == (extension == Zero)
        }
        Opcode::Ushr => match constant(function, args[1]) {
            Some(33..64) => true,
            Some(32) => extension == Zero,
            _ => false,
        },
        Opcode::Band => constant(function, args[1]).is_some_and(|mask| mask <= LARGEST_SIGNED),
        _ => false,
    }
}

/// `value` extended, before `inst`: at no cost if it is so already.
pub(super) fn extend(function: &mut Function, inst: Inst, value: Value, extension: Extension) -> Value {
    if let Some(wide) = extended(function, value, extension) {
        return wide;
    }
    let number = constant(function, value);
    let mut cursor = FuncCursor::new(function).at_inst(inst);
    match (number, extension) {
        (Some(number), Sign) => cursor.ins().iconst(I64, i64::from(number as i32)),
        (Some(number), Zero) => cursor.ins().iconst(I64, number as i64),
        (None, Sign) => cursor.ins().sextend(I64, value),
        (None, Zero) => cursor.ins().uextend(I64, value),
    }
}
