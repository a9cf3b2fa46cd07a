//! A local in, where its value is kept while the function runs out.
//!
//! As a variable, a local becomes a parameter of each block where values of it meet. In a function of
//! hundreds of kilobytes these are millions, of which each has its own place in the frame, since registers
//! are then allocated in one pass. So there a local has one place, and is loaded and stored; and so it has in a
//! function of many calls that is translated twice, since at each call values of it meet.

use cranelift_codegen::ir::types::Type;
use cranelift_codegen::ir::{InstBuilder, MemFlagsData, StackSlot, StackSlotData, StackSlotKind, Value};
use cranelift_frontend::{FunctionBuilder, Variable};

use super::types::POINTER;

/// A body of more bytes than this keeps its locals in the frame. One of half the size has 100,000
/// instructions of CLIF and more.
const HUGE: u64 = 512 << 10;

/// A body translated twice with more calls times locals than this keeps them in the frame, too, if they take no more
/// than [`ROOM`] there, and is translated once otherwise. Ruby has ten of these: it compiles in 0.86 of the time for
/// it, they to a third of the code; where this begins earlier, Ruby is slower.
const MOST_MEETINGS: usize = 20_000;

/// Bytes of such a frame: what calls itself must not run out of stack for it.
const ROOM: u32 = 4096;

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

/// Where a body keeps its locals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Registers,
    Frame,
    /// In registers, but it is too much for them if it is translated twice.
    RegistersIfOnce,
}

impl Place {
    /// That of a body of so many bytes with locals of these types, of which two translations meet in so many places.
    pub(super) fn of(bytes: u64, types: &[Type], meetings: usize) -> Place {
        if bytes > HUGE {
            return Place::Frame;
        }
        if meetings * (types.len() + OTHERS) <= MOST_MEETINGS {
            return Place::Registers;
        }
        match types.iter().map(|ty| ty.bytes()).sum::<u32>() <= ROOM {
            true => Place::Frame,
            false => Place::RegistersIfOnce,
        }
    }
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

#[cfg(test)]
mod tests {
    use cranelift_codegen::ir::types::{I32, I64};

    use super::Place;

    #[test]
    fn locals_should_be_in_the_frame_where_they_meet_often_and_take_little() {
        assert_eq!(Place::of(1000, &[I32; 2600], 0), Place::Registers);
        assert_eq!(Place::of(1000, &[I32; 100], 100), Place::Registers);
        assert_eq!(Place::of(1000, &[I32; 100], 1000), Place::Frame);
        assert_eq!(Place::of(1000, &[I32; 2600], 8), Place::RegistersIfOnce);
        assert_eq!(Place::of(1000, &[I64; 600], 100), Place::RegistersIfOnce);
        assert_eq!(Place::of(1 << 20, &[I64; 600], 0), Place::Frame);
    }
}
