//! Frames: registers and the code of a function go in, where its caller's state is comes out.

use super::super::{Owner, Registers, ReturnAddress, SavedState};

/// `stp fp, lr, [sp, #-16]!`: the first instruction of a function of Cranelift's that has a frame.
const SET_UP: u32 = 0xa9bf_7bfd;

/// Where the state of the caller is of a function with these registers. All compilers agree on frames (AAPCS64, 6.4.6).
/// In the innermost function, `fp` is still the caller's at its first instruction, which may fault, and everywhere if
/// it has no frame.
pub fn saved_state(registers: &Registers, owner: Owner, is_innermost: bool) -> SavedState {
    if let Owner::Generated { offset } = owner
        && is_innermost
    {
        let start = (registers.pc - offset) as *const u32;
        // SAFETY: the code that runs can be read, and functions start at multiples of four.
        let has_frame = unsafe { start.read() } == SET_UP;
        if offset == 0 || !has_frame {
            return SavedState { fp_slot: None, return_address: ReturnAddress::Value(registers.link) };
        }
    }
    SavedState {
        fp_slot: Some(registers.fp),
        return_address: ReturnAddress::Slot(registers.fp.wrapping_add(8)),
    }
}
