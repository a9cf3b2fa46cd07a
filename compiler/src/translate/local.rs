//! A local in, where its value is kept while the function runs out.
//!
//! As a variable, a local becomes a parameter of each block where values of it meet. In a function of
//! hundreds of kilobytes these are millions, of which each has its own place in the frame, since registers
//! are then allocated in one pass. So there a local has one place, and is loaded and stored; and so it has in a
//! function of many calls that is translated twice, since each call is such a block.

use cranelift_codegen::ir::types::Type;
use cranelift_codegen::ir::{InstBuilder, MemFlagsData, StackSlot, StackSlotData, StackSlotKind, Value};
use cranelift_frontend::{FunctionBuilder, Variable};

use super::asyncify::Asyncify;
use super::types::POINTER;

/// A body of more bytes than this keeps its locals in the frame. One of half the size has 100,000
/// instructions of CLIF and more.
const HUGE: u64 = 512 << 10;

/// A body translated twice with more calls times locals than this keeps them in the frame, too. Ruby has ten of these:
/// it compiles in 0.86 of the time for it, they to a third of the code; where this begins earlier, Ruby is slower.
const MOST_MEETINGS: usize = 20_000;

/// What meets at each call besides, in locals.
const OTHERS: usize = 8;

/// A local of this function or of one whose body is inlined.
#[derive(Clone, Copy)]
pub(super) enum Local {
    /// In registers, as far as they go.
    Variable(Variable),
    /// In the frame.
    Slot(StackSlot, Type),
}

/// Whether the frame is where a body of `bytes` bytes keeps its locals, which are `count`.
pub(super) fn are_in_frame(bytes: u64, count: usize, asyncify: Option<&Asyncify>) -> bool {
    bytes > HUGE || asyncify.is_some_and(|asyncify| asyncify.meetings() * (count + OTHERS) > MOST_MEETINGS)
}

impl Local {
    /// A local, in the frame or in registers.
    pub(super) fn new(builder: &mut FunctionBuilder<'_>, ty: Type, is_in_frame: bool) -> Local {
        if !is_in_frame {
            return Local::Variable(builder.declare_var(ty));
        }
        let align_shift = ty.bytes().ilog2() as u8;
        let slot = StackSlotData::new(StackSlotKind::ExplicitSlot, ty.bytes(), align_shift);
        Local::Slot(builder.create_sized_stack_slot(slot), ty)
    }

    /// Its value here.
    pub(super) fn get(self, builder: &mut FunctionBuilder<'_>) -> Value {
        match self {
            Local::Variable(variable) => builder.use_var(variable),
            Local::Slot(slot, ty) => {
                let address = builder.ins().stack_addr(POINTER, slot, 0);
                builder.ins().load(ty, MemFlagsData::trusted(), address, 0)
            }
        }
    }

    /// Gives it a value.
    pub(super) fn set(self, builder: &mut FunctionBuilder<'_>, value: Value) {
        match self {
            Local::Variable(variable) => builder.def_var(variable, value),
            Local::Slot(slot, _) => {
                let address = builder.ins().stack_addr(POINTER, slot, 0);
                builder.ins().store(MemFlagsData::trusted(), value, address, 0);
            }
        }
    }
}
