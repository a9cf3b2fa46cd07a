//! The imports of WASI preview 1: one file a family.
//!
//! Each function is an exported symbol of its own and refers only to what it needs, so that a
//! program has no more of them than it imports. All take guest addresses and lengths as u32, and
//! answer an errno; results go to guest memory, on success only.

pub mod args;
pub mod audit;
pub mod clock;
pub mod denied;
mod descriptor;
pub mod dir;
pub mod environ;
pub mod errno;
pub mod fd;
pub mod fd_file;
pub mod fd_io;
mod guest_path;
mod iovec;
pub mod listen;
pub mod path;
pub mod path_open;
pub mod poll;
pub mod prepare;
pub mod proc;
pub mod random;
mod rights;
pub mod sched;
pub mod sock;
mod strings;
mod types;
pub mod unstable;
