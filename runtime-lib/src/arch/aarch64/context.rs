//! Where registers are in a signal frame of Linux (`struct ucontext` of
//! `arch/arm64/include/uapi/asm/`): indexes of 8-byte words.

/// Registers start 16-byte aligned after the mask.
const X0: usize = 23;
pub const FP: usize = X0 + 29;
pub const LINK: usize = X0 + 30;
pub const SP: usize = X0 + 31;
pub const PC: usize = X0 + 32;
