//! Frames: a frame pointer goes in, the slots of the caller's state come out.

use super::super::{FrameOwner, Registers, ReturnAddress, SavedFrame};

/// What the function whose frame pointer is `fp` saved. All compilers agree: psABI, figure 3.3.
pub fn saved_frame(fp: usize, _owner: FrameOwner) -> SavedFrame {
    SavedFrame { fp_slot: fp, return_slot: fp.wrapping_add(8) }
}

/// The slot with the return address while `fp` is still the caller's: `offset` bytes into a
/// function of Cranelift's, whose first instruction, `push rbp`, is the one that may fault.
pub fn return_address_before_frame(registers: &Registers, offset: usize) -> Option<ReturnAddress> {
    (offset == 0).then_some(ReturnAddress::Slot(registers.sp))
}
