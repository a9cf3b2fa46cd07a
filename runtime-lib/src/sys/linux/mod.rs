//! Linux: everything through its system calls, none through a library.

pub mod call;
pub mod errno;
pub mod process;

pub use crate::arch::number;
