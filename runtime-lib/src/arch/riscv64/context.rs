//! Where registers are in a signal frame of Linux (`struct ucontext` of
//! `arch/riscv/include/uapi/asm/`): indexes of 8-byte words.

/// Registers start 16-byte aligned after the mask.
pub const PC: usize = 22;
pub const LINK: usize = PC + 1;
pub const SP: usize = PC + 2;
pub const FP: usize = PC + 8;
