//! The process: its end, and signals to itself.

use crate::sys::process::exit;
use crate::sys::raise::raise;

use super::errno::{Errno, code};

/// `proc_exit`: ends the program. The launcher sees the low eight bits of `status`.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_proc_exit(status: u32) -> ! {
    exit(status as i32)
}

/// `signal::none`
const NONE: u32 = 0;
/// `signal::pipe`, which WASI ignores, though a process of Linux dies of it.
const PIPE: u32 = 13;
/// `signal::term`: up to here the numbers are Linux's, but for a gap at 16, `SIGSTKFLT`.
const TERM: u32 = 15;
/// `signal::sys`: the last one.
const SYS: u32 = 30;

/// `proc_raise`: sends the program `signal`, with its default effect.
///
/// Errors: `INVAL` for an unknown signal; `NOTSUP` for one that would stop a program whose time is
/// limited, and on boards.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_proc_raise(signal: u32) -> u32 {
    code(match signal {
        NONE | PIPE => Ok(()),
        1..=TERM => raise(signal as usize).map_err(Errno::from),
        16..=SYS => raise(signal as usize + 1).map_err(Errno::from),
        _ => Err(Errno::INVAL),
    })
}
