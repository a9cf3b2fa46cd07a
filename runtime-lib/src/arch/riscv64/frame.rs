//! Frames: registers and the code of a function go in, where its caller's state is comes out.

use super::super::{Owner, Registers, ReturnAddress, SavedState};

/// `addi sp, sp, -16`, the lower half first, and compressed: the first instruction of a function of Cranelift's
/// that has a frame. Then come `sd ra, 8(sp)` and `sd fp, 0(sp)`, as long as it, and `mv fp, sp`.
const SET_UP: (u16, u16) = (0x0113, 0xff01);
const SET_UP_COMPRESSED: u16 = 0x717d;

/// Where the state of the caller is of a function with these registers. LLVM's frame pointers point past the slots
/// (psABI, "Frame Pointer Convention"), Cranelift's at them. In the innermost function, `fp` is still the caller's up
/// to its last instruction that stores for the frame, and everywhere if it has none.
pub fn saved_state(registers: &Registers, owner: Owner, is_innermost: bool) -> SavedState {
    let slots = match owner {
        Owner::Generated { offset } => {
            // SAFETY: the code that runs can be read.
            if is_innermost && offset < unsafe { stored((registers.pc - offset) as *const u16) } {
                return SavedState { fp_slot: None, return_address: ReturnAddress::Value(registers.link) };
            }
            registers.fp
        }
        Owner::Runtime => registers.fp.wrapping_sub(16),
    };
    SavedState { fp_slot: Some(slots), return_address: ReturnAddress::Slot(slots.wrapping_add(8)) }
}

/// After how many bytes the function at `start` has stored for its frame.
///
/// # Safety
/// Its code can be read.
unsafe fn stored(start: *const u16) -> usize {
    // SAFETY: the caller's promise; instructions are aligned to two bytes, and one whose lowest bits are set has four.
    unsafe {
        match start.read() {
            SET_UP_COMPRESSED => 3 * 2,
            low if low & 3 == 3 && (low, start.add(1).read()) == SET_UP => 3 * 4,
            _ => usize::MAX,
        }
    }
}
