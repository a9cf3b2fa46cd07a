//! Frames: a frame pointer goes in, the slots of the caller's state come out.

use super::super::{FrameOwner, Registers, ReturnAddress, SavedFrame};

/// What the function whose frame pointer is `fp` saved. All compilers agree: psABI, figure 3.3.
pub fn saved_frame(fp: usize, _owner: FrameOwner) -> SavedFrame {
    SavedFrame { fp_slot: fp, return_slot: fp.wrapping_add(8) }
}

/// `push rbp`: the first instruction of a function of Cranelift's that has a frame.
const SET_UP: u8 = 0x55;

/// The slot with the return address while `fp` is still the caller's: `offset` bytes into a function of
/// Cranelift's, whose first instruction is the one that may fault, unless it has no frame at all.
pub fn return_address_before_frame(registers: &Registers, offset: usize) -> Option<ReturnAddress> {
    // SAFETY: the code that runs can be read.
    let has_frame = unsafe { ((registers.pc - offset) as *const u8).read() } == SET_UP;
    (offset == 0 || !has_frame).then_some(ReturnAddress::Slot(registers.sp))
}
