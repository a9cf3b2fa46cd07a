//! Linux: everything through its system calls, none through a library.

pub mod call;
pub mod errno;
pub mod fault;
pub mod pages;
pub mod process;
pub mod stdio;

pub use crate::arch::number;
