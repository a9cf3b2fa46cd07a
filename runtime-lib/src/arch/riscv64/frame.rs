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

/// `addi sp, sp, -16` in four bytes, the lower half first, and in two: the first instruction of a function that has a frame.
const SET_UP: (u16, u16) = (0x0113, 0xff01);
const SET_UP_COMPRESSED: u16 = 0x1141;

/// The return address while `fp` is still the caller's: `offset` bytes into a function of Cranelift's, unless it
/// has no frame at all.
pub fn return_address_before_frame(registers: &Registers, offset: usize) -> Option<ReturnAddress> {
    let start = (registers.pc - offset) as *const u16;
    // SAFETY: the code that runs can be read, and instructions are aligned to two bytes.
    let low = unsafe { start.read() };
    let has_frame = match low & 3 {
        // SAFETY: the instruction has four bytes.
        3 => (low, unsafe { start.add(1).read() }) == SET_UP,
        _ => low == SET_UP_COMPRESSED,
    };
    (offset < PROLOGUE_LEN || !has_frame).then_some(ReturnAddress::Value(registers.link))
}
