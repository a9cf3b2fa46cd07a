//! Scheduling.

use crate::sys::process::yield_now;

use super::errno::{Errno, code};

/// `sched_yield`: lets others run.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_sched_yield() -> u32 {
    code(yield_now().map_err(Errno::from))
}
