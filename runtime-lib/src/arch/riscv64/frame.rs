//! Frames: a frame pointer goes in, the slots of the caller's state come out.

use super::super::{FrameOwner, Registers, ReturnAddress, SavedFrame};

/// Bytes from the start of a function of Cranelift's to the end of its last prologue instruction
/// that stores: `addi sp, sp, -16; sd ra, 8(sp); sd fp, 0(sp)`, then `mv fp, sp`.
const PROLOGUE_LEN: usize = 12;

/// What the function whose frame pointer is `fp` saved: LLVM's points past the slots (psABI, "Frame
/// Pointer Convention"), Cranelift's at them.
pub fn saved_frame(fp: usize, owner: FrameOwner) -> SavedFrame {
    let slots = match owner {
        FrameOwner::Generated => fp,
        FrameOwner::Runtime => fp.wrapping_sub(16),
    };
    SavedFrame { fp_slot: slots, return_slot: slots.wrapping_add(8) }
}

/// The return address while `fp` is still the caller's: `offset` bytes into a function of
/// Cranelift's.
pub fn return_address_before_frame(registers: &Registers, offset: usize) -> Option<ReturnAddress> {
    (offset < PROLOGUE_LEN).then_some(ReturnAddress::Value(registers.link))
}
