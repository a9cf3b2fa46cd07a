//! Frames: registers and the code of a function go in, where its caller's state is comes out.

use super::super::{Owner, Registers, ReturnAddress, SavedState};

/// `push rbp`: the first instruction of a function of Ahead's that has a frame pointer.
const PUSH_RBP: u8 = 0x55;

/// Where the state of the caller is of a function with these registers. All compilers agree on frame pointers (psABI,
/// figure 3.3). A function of Ahead's may have none: it begins with what it takes of the stack, if anything.
pub fn saved_state(registers: &Registers, owner: Owner, _is_innermost: bool) -> SavedState {
    if let Owner::Generated { offset } = owner {
        let start = (registers.pc - offset) as *const u8;
        // SAFETY: the code that runs can be read, and so can what lies before that.
        let taken = unsafe {
            let is_pointed = offset > 0 && start.read() == PUSH_RBP;
            (!is_pointed).then(|| taken(start, offset))
        };
        if let Some(taken) = taken {
            let slot = registers.sp.wrapping_add(taken);
            return SavedState { fp_slot: None, return_address: ReturnAddress::Slot(slot) };
        }
    }
    let slot = registers.fp.wrapping_add(8);
    SavedState { fp_slot: Some(registers.fp), return_address: ReturnAddress::Slot(slot) }
}

/// How many bytes of the stack the function at `start` takes by its first instructions, of which it has run `len`
/// bytes: pushes, of other registers than the frame pointer, and then, if need be, a subtraction.
///
/// # Safety
/// So much of it can be read, in whole instructions.
unsafe fn taken(start: *const u8, len: usize) -> usize {
    /// Comes before the number of a register from 8 on, which a push has in its own byte.
    const HIGH: u8 = 0x41;
    const PUSH: u8 = 0x50;
    /// `sub rsp` with a constant of one byte, which comes last: the first three bytes of the instruction, as a number.
    const SUBTRACT: u32 = 0xec_8348;
    let mut taken = 0;
    for at in 0..len {
        // SAFETY: the caller's promise.
        match unsafe { start.add(at).read() } {
            HIGH => {}
            byte if byte & 0xf8 == PUSH => taken += 8,
            _ => {
                if len - at >= size_of::<u32>() {
                    // SAFETY: as above.
                    let code = unsafe { start.add(at).cast::<u32>().read_unaligned() };
                    if code << 8 == SUBTRACT << 8 {
                        taken += (code >> 24) as usize;
                    }
                }
                break;
            }
        }
    }
    taken
}
