//! Frames: a frame pointer goes in, the slots of the caller's state come out.

use super::super::{FrameOwner, Registers, ReturnAddress, SavedFrame};

/// `addi sp, sp, -16`, the lower half first, and compressed: the first instruction of a function of Cranelift's
/// that has a frame. Then come `sd ra, 8(sp)` and `sd fp, 0(sp)`, as long as it, and `mv fp, sp`.
const SET_UP: (u16, u16) = (0x0113, 0xff01);
const SET_UP_COMPRESSED: u16 = 0x717d;

/// What the function whose frame pointer is `fp` saved: LLVM's points past the slots (psABI, "Frame
/// Pointer Convention"), Cranelift's at them.
pub fn saved_frame(fp: usize, owner: FrameOwner) -> SavedFrame {
    let slots = match owner {
        FrameOwner::Generated => fp,
        FrameOwner::Runtime => fp.wrapping_sub(16),
    };
    SavedFrame { fp_slot: slots, return_slot: slots.wrapping_add(8) }
}

/// The return address while `fp` is still the caller's: `offset` bytes into a function of Cranelift's, up to its
/// last instruction that stores for the frame, or anywhere if it has none.
pub fn return_address_before_frame(registers: &Registers, offset: usize) -> Option<ReturnAddress> {
    let start = (registers.pc - offset) as *const u16;
    // SAFETY: the code that runs can be read, and instructions are aligned to two bytes.
    let low = unsafe { start.read() };
    let stored = match low {
        SET_UP_COMPRESSED => 3 * 2,
        // SAFETY: the instruction has four bytes.
        low if low & 3 == 3 && (low, unsafe { start.add(1).read() }) == SET_UP => 3 * 4,
        _ => usize::MAX,
    };
    (offset < stored).then_some(ReturnAddress::Value(registers.link))
}
