//! Linux: everything through its system calls, none through a library.

mod beneath;
pub mod call;
pub mod clock;
mod confine_calls;
mod confine_folders;
mod confine_to_writes;
pub mod errno;
pub mod fault;
pub mod file;
#[cfg(ahead_forbidden_call)]
mod forbidden;
mod limit;
pub mod pages;
pub mod path;
pub mod poll;
pub mod process;
mod profile;
pub mod raise;
pub mod random;
pub mod socket;
pub mod stack;
pub mod stdio;
mod vdso;
mod walk;

pub use crate::arch::number;
