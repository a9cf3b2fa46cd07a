//! A 32-bit value in, the 64-bit one that it is the low half of out, if that is extended already.
//!
//! AArch64 and RISC-V compare and multiply whole registers too, and Cranelift extends a value anew whatever its
//! register holds. A load extends as it loads, and what is masked or moved down is extended.

use cranelift_codegen::cursor::{Cursor, FuncCursor};
use cranelift_codegen::entity::EntitySet;
use cranelift_codegen::ir::types::{I32, I64};
use cranelift_codegen::ir::{BlockArg, Function, Inst, InstBuilder, Opcode, Value, ValueDef};

use super::uses::{binary, constant, unary};

/// What the upper half of a register is.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Extension {
    Zero,
    Sign,
}

use Extension::{Sign, Zero};

const LARGEST_SIGNED: u64 = i32::MAX as u64;

/// How many selections are looked through.
const DEPTH: u32 = 3;

/// How often all that is handed to blocks is looked at, before nothing is taken to be known.
const MOST_ROUNDS: u32 = 16;

/// What is known of the upper halves of the values that a function's blocks are handed.
#[derive(Default)]
pub(super) struct Extensions {
    /// Parameters of 64 bits that are only handed what is zero-extended.
    zero: EntitySet<Value>,
}

impl Extensions {
    /// Looks at what all blocks are handed.
    pub(super) fn of(function: &Function) -> Extensions {
        let dfg = &function.dfg;
        let mut found = Extensions::default();
        let mut handed = Vec::new();
        for block in function.layout.blocks() {
            let Some(branch) = function.layout.last_inst(block) else { continue };
            for call in dfg.insts[branch].branch_destination(&dfg.jump_tables, &dfg.exception_tables) {
                let params = dfg.block_params(call.block(&dfg.value_lists));
                for (argument, param) in call.args(&dfg.value_lists).zip(params) {
                    if let (BlockArg::Value(value), I64) = (argument, dfg.value_type(*param)) {
                        found.zero.insert(*param);
                        handed.push((value, *param));
                    }
                }
            }
        }
        // Assumed of all, and taken back where that does not hold, until it does for what is left.
        for _ in 0..MOST_ROUNDS {
            let mut holds = true;
            for (value, param) in &handed {
                if found.zero.contains(*param) && !found.is_extended(function, *value, Zero, DEPTH) {
                    found.zero.remove(*param);
                    holds = false;
                }
            }
            if holds {
                return found;
            }
        }
        Extensions::default()
    }

    /// The 64-bit value whose low half is `value`, of 32 bits, and that is known to be extended like this.
    pub(super) fn extended(&self, function: &Function, value: Value, extension: Extension) -> Option<Value> {
        let wide = unary(function, value, Opcode::Ireduce)?;
        let is_half = function.dfg.value_type(value) == I32 && function.dfg.value_type(wide) == I64;
        (is_half && self.is_extended(function, wide, extension, DEPTH)).then_some(wide)
    }

    /// Whether a 64-bit value is known to be its low half, extended like this.
    fn is_extended(&self, function: &Function, wide: Value, extension: Extension, depth: u32) -> bool {
        let ValueDef::Result(inst, _) = function.dfg.value_def(wide) else {
            return extension == Zero && self.zero.contains(wide);
        };
        let args = function.dfg.inst_args(inst);
        match function.dfg.insts[inst].opcode() {
            Opcode::Iconst => constant(function, wide).is_some_and(|number| number <= LARGEST_SIGNED),
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
            Opcode::Select if depth > 0 => {
                args[1..].iter().all(|arg| self.is_extended(function, *arg, extension, depth - 1))
            }
            _ => false,
        }
    }

    /// `value` extended, before `inst`: at no cost if it is so already.
    pub(super) fn extend(
        &self,
        function: &mut Function,
        inst: Inst,
        value: Value,
        extension: Extension,
    ) -> Value {
        if let Some(wide) = self.extended(function, value, extension) {
            return wide;
        }
        let masked = masked(function, value);
        let number = constant(function, value);
        let mut cursor = FuncCursor::new(function).at_inst(inst);
        if let Some((wide, mask)) = masked {
            let mask = cursor.ins().iconst(I64, mask as i64);
            return cursor.ins().band(wide, mask);
        }
        match (number, extension) {
            (Some(number), Sign) => cursor.ins().iconst(I64, i64::from(number as i32)),
            (Some(number), Zero) => cursor.ins().iconst(I64, number as i64),
            (None, Sign) => cursor.ins().sextend(I64, value),
            (None, Zero) => cursor.ins().uextend(I64, value),
        }
    }
}

/// If `value` is the low half of a 64-bit value with bits cleared, its sign among them: that value, and the mask of
/// the others. The same mask clears the upper half, whatever that is.
fn masked(function: &Function, value: Value) -> Option<(Value, u64)> {
    let (whole, mask) = mask(function, value)?;
    let wide = unary(function, whole, Opcode::Ireduce)?;
    (function.dfg.value_type(wide) == I64).then_some((wide, mask))
}

/// If `value` is another one of 32 bits with bits cleared, its sign among them: that one, and the mask of the others.
pub(super) fn mask(function: &Function, value: Value) -> Option<(Value, u64)> {
    let [whole, mask] = binary(function, value, Opcode::Band)?;
    let mask = constant(function, mask).filter(|mask| *mask <= LARGEST_SIGNED)?;
    (function.dfg.value_type(value) == I32).then_some((whole, mask))
}
