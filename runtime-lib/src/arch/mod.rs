//! What differs from one instruction set to another, under the same names in each folder.

#[cfg(target_arch = "x86_64")]
mod x86_64;
#[cfg(target_arch = "x86_64")]
pub use x86_64::{
    call_on_stack, call_recoverable, file, number, resume_recoverable, return_address_before_frame,
    saved_frame, signal, syscall, trap_instruction, vdso,
};

#[cfg(all(target_arch = "x86_64", ahead_forbidden_call))]
pub use x86_64::call_i386;

/// Of other processors' calls there are none.
#[cfg(all(not(target_arch = "x86_64"), ahead_forbidden_call))]
pub fn call_i386() -> bool {
    false
}

#[cfg(target_arch = "aarch64")]
mod aarch64;
#[cfg(target_arch = "aarch64")]
pub use aarch64::{
    call_on_stack, call_recoverable, context, file, resume_recoverable, return_address_before_frame,
    saved_frame, syscall, trap_instruction, vdso,
};

#[cfg(target_arch = "riscv64")]
mod riscv64;
#[cfg(target_arch = "riscv64")]
pub use riscv64::{
    call_on_stack, call_recoverable, context, file, resume_recoverable, return_address_before_frame,
    saved_frame, syscall, trap_instruction, vdso,
};

#[cfg(any(target_arch = "aarch64", target_arch = "riscv64"))]
pub mod generic_number;
#[cfg(any(target_arch = "aarch64", target_arch = "riscv64"))]
pub use generic_number as number;
#[cfg(any(target_arch = "aarch64", target_arch = "riscv64"))]
pub mod generic_signal;
#[cfg(any(target_arch = "aarch64", target_arch = "riscv64"))]
pub use generic_signal as signal;
#[cfg(any(target_arch = "aarch64", target_arch = "riscv64"))]
mod generic_stat;

/// The registers of interrupted code, as far as traps need them.
#[derive(Clone, Copy)]
pub struct Registers {
    /// Address of the instruction.
    pub pc: usize,
    /// Stack pointer.
    pub sp: usize,
    /// Frame pointer.
    pub fp: usize,
    /// Return address register; 0 where the instruction set has none.
    pub link: usize,
}

/// Whose frame: compilers differ in where the frame pointer points.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum FrameOwner {
    /// Cranelift's code.
    Generated,
    /// LLVM's code: this crate.
    Runtime,
}

/// What a function saved of its caller.
#[derive(Clone, Copy)]
pub struct SavedFrame {
    /// Address of the slot that holds the caller's frame pointer.
    pub fp_slot: usize,
    /// Address of the slot that holds the return address.
    pub return_slot: usize,
}

/// Where a return address is while its function has no frame, or none yet.
#[derive(Clone, Copy)]
pub enum ReturnAddress {
    /// In the slot at this address.
    Slot(usize),
    /// This is it.
    Value(usize),
}
