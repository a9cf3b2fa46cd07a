//! What `--deny` leaves of functions: the same name in, `NOTCAPABLE` out.
//!
//! The compiler calls these instead, so that nothing of what they refuse is linked. They take the
//! arguments of the others, in registers that nobody looks at.

use ahead_abi::denial::Family;

use super::audit;
use super::errno::{Errno, code};

fn refuse(function: &str, family: Family) -> u32 {
    audit::denied(function, family);
    code(Err(Errno::NOTCAPABLE))
}

/// `args_get`, denied.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_denied_args_get() -> u32 {
    refuse("args_get", Family::Args)
}

/// `args_sizes_get`, denied.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_denied_args_sizes_get() -> u32 {
    refuse("args_sizes_get", Family::Args)
}

/// `clock_res_get`, denied.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_denied_clock_res_get() -> u32 {
    refuse("clock_res_get", Family::Clock)
}

/// `clock_time_get`, denied.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_denied_clock_time_get() -> u32 {
    refuse("clock_time_get", Family::Clock)
}

/// `poll_oneoff`, denied.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_denied_poll_oneoff() -> u32 {
    refuse("poll_oneoff", Family::Poll)
}

/// `proc_raise`, denied.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_denied_proc_raise() -> u32 {
    refuse("proc_raise", Family::Raise)
}

/// `random_get`, denied.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_denied_random_get() -> u32 {
    refuse("random_get", Family::Random)
}

/// `sched_yield`, denied.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_denied_sched_yield() -> u32 {
    refuse("sched_yield", Family::Sched)
}
