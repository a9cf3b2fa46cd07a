//! The program's arguments: those fixed when it was built, or else the launcher's.

use crate::launch::program_arguments;

use super::errno::code;
use super::strings::{self, Parts, whole};

/// `args_sizes_get`: how many arguments there are, and how many bytes they take.
///
/// `count` and `size` each receive a u32. Errors: `FAULT`.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_args_sizes_get(count: u32, size: u32) -> u32 {
    code(strings::sizes_get(args(), count, size))
}

/// `args_get`: the arguments, with a NUL after each.
///
/// `argv` receives their addresses, u32 each; `argv_buf` the bytes. Errors: `FAULT`.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_args_get(argv: u32, argv_buf: u32) -> u32 {
    code(strings::get(args(), argv, argv_buf))
}

fn args() -> impl Iterator<Item = Parts> + Clone {
    program_arguments().map(whole)
}
