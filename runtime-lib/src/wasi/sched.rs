//! Scheduling.

use crate::sys::call::call;
use crate::sys::number;

use super::errno::{Errno, code};

/// `sched_yield`: lets others run.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_sched_yield() -> u32 {
    // SAFETY: touches no memory.
    code(unsafe { call(number::SCHED_YIELD, []) }.map(|_| ()).map_err(Errno::from))
}
