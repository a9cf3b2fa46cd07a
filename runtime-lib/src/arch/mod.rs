//! What differs from one instruction set to another, under the same names in each folder.

#[cfg(target_arch = "x86_64")]
mod x86_64;
#[cfg(target_arch = "x86_64")]
pub use x86_64::{number, syscall, trap_instruction};

#[cfg(target_arch = "aarch64")]
mod aarch64;
#[cfg(target_arch = "aarch64")]
pub use aarch64::{syscall, trap_instruction};

#[cfg(target_arch = "riscv64")]
mod riscv64;
#[cfg(target_arch = "riscv64")]
pub use riscv64::{syscall, trap_instruction};

#[cfg(any(target_arch = "aarch64", target_arch = "riscv64"))]
mod generic_number;
#[cfg(any(target_arch = "aarch64", target_arch = "riscv64"))]
pub use generic_number as number;
