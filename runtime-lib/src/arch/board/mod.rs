//! What a board's processor does without an operating system, under the same names in each folder.

mod table;

#[cfg(target_arch = "aarch64")]
mod aarch64;
#[cfg(target_arch = "aarch64")]
pub use aarch64::{firmware_exit, protect, random, relax, semihosting_exit, timer_hz, timer_ticks, wait};

#[cfg(target_arch = "riscv64")]
mod riscv64;
#[cfg(target_arch = "riscv64")]
pub use riscv64::{firmware_exit, protect, random, relax, semihosting_exit, timer_hz, timer_ticks, wait};
