//! What differs from one instruction set to another, under the same names in each folder.

#[cfg(target_arch = "x86_64")]
mod x86_64;
#[cfg(target_arch = "x86_64")]
pub use x86_64::{
    call_on_stack, call_recoverable, file, number, resume_recoverable, saved_state, signal, syscall,
    trap_instruction, vdso,
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
    call_on_stack, call_recoverable, context, file, resume_recoverable, saved_state, syscall,
    trap_instruction, vdso,
};

#[cfg(target_arch = "riscv64")]
mod riscv64;
#[cfg(target_arch = "riscv64")]
pub use riscv64::{
    call_on_stack, call_recoverable, context, file, resume_recoverable, saved_state, syscall,
    trap_instruction, vdso,
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

/// Whose code: compilers differ in the frames that they make.
#[derive(Clone, Copy)]
pub enum Owner {
    /// Ahead's.
    Generated {
        /// Bytes from the start of the function.
        offset: usize,
    },
    /// LLVM's: this crate.
    Runtime,
}

/// Where the state of the caller is that a function goes back to.
#[derive(Clone, Copy)]
pub struct SavedState {
    /// Address of the slot that holds its frame pointer, if that is not in the register.
    pub fp_slot: Option<usize>,
    /// Where it goes on.
    pub return_address: ReturnAddress,
}

/// Where a return address is.
#[derive(Clone, Copy)]
pub enum ReturnAddress {
    /// In the slot at this address.
    Slot(usize),
    /// In a register that only the innermost function has it in: this is it.
    Value(usize),
}
