//! Frames: a frame pointer goes in, the slots of the caller's state come out.

use super::super::{FrameOwner, Registers, ReturnAddress, SavedFrame};

/// What the function whose frame pointer is `fp` saved. All compilers agree: AAPCS64, 6.4.6.
pub fn saved_frame(fp: usize, _owner: FrameOwner) -> SavedFrame {
    SavedFrame { fp_slot: fp, return_slot: fp.wrapping_add(8) }
}

/// The return address while `fp` is still the caller's: `offset` bytes into a function of
/// Cranelift's, whose first instruction, `stp fp, lr, [sp, #-16]!`, is the one that may fault.
pub fn return_address_before_frame(registers: &Registers, offset: usize) -> Option<ReturnAddress> {
    (offset == 0).then_some(ReturnAddress::Value(registers.link))
}
