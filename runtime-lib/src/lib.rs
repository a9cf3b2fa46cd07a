//! The runtime that is linked into every executable: the operating system's start-up state goes
//! in, a running WebAssembly program with memories, traps and WASI imports comes out.
//!
//! No allocation, no libc, and by need: a symbol that the object does not use is not linked, so
//! nothing here may refer to more than it needs. `core::fmt` and panics with messages cost more
//! than everything else together and are left to `run/invoke.rs`, which prints floats.
#![no_std]

pub mod arch;
mod backtrace;
mod bulk_memory;
mod code_map;
mod float;
pub mod guest;
pub mod launch;
mod memory;
pub mod program;
mod recovery;
mod run;
mod start;
pub mod sys;
mod table;
pub mod text;
mod trap;
pub mod wasi;

use core::panic::PanicInfo;

/// A panic is a bug of the runtime: no message (its formatting would be linked into every
/// program), but a fault that the trap handler reports with its address.
#[panic_handler]
fn panic(_: &PanicInfo) -> ! {
    arch::trap_instruction()
}
