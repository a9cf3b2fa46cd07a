//! Clocks: a clock's number goes in, nanoseconds come out.

use core::sync::atomic::{AtomicUsize, Ordering};

use super::call::call;
use super::errno::Errno;
use super::file::TimeSpec;
use super::number;
use super::vdso;
pub use crate::sys::clock_id::Clock;

/// What [`CLOCK_GETTIME`] holds before the vDSO was looked at.
const UNKNOWN: usize = 0;
/// What [`CLOCK_GETTIME`] holds when the vDSO has no such function.
const ABSENT: usize = 1;
/// Address of the vDSO's `clock_gettime`, or one of the above.
static CLOCK_GETTIME: AtomicUsize = AtomicUsize::new(UNKNOWN);

/// The time of `clock` in nanoseconds. Errors: `OVERFLOW` before 1970 and after 2554.
pub fn time(clock: Clock) -> Result<u64, Errno> {
    let mut time = TimeSpec { sec: 0, nsec: 0 };
    let function = match CLOCK_GETTIME.load(Ordering::Relaxed) {
        UNKNOWN => find(),
        known => known,
    };
    if function != ABSENT {
        // SAFETY: `find` got the address from the vDSO's symbol of this type.
        let function: extern "C" fn(usize, *mut TimeSpec) -> i32 = unsafe { core::mem::transmute(function) };
        if function(clock as usize, &mut time) == 0 {
            return nanoseconds(time);
        }
    }
    // SAFETY: the kernel writes one `struct timespec`.
    unsafe { call(number::CLOCK_GETTIME, [clock as usize, (&raw mut time) as usize]) }?;
    nanoseconds(time)
}

/// The smallest step of `clock` in nanoseconds, at least 1.
pub fn resolution(clock: Clock) -> Result<u64, Errno> {
    let mut step = TimeSpec { sec: 0, nsec: 0 };
    // SAFETY: the kernel writes one `struct timespec`.
    unsafe { call(number::CLOCK_GETRES, [clock as usize, (&raw mut step) as usize]) }?;
    nanoseconds(step).map(|step| step.max(1))
}

#[cold]
fn find() -> usize {
    let function = vdso::function(crate::arch::vdso::CLOCK_GETTIME).unwrap_or(ABSENT);
    CLOCK_GETTIME.store(function, Ordering::Relaxed);
    function
}

fn nanoseconds(time: TimeSpec) -> Result<u64, Errno> {
    let sec = u64::try_from(time.sec).map_err(|_| Errno::OVERFLOW)?;
    sec.checked_mul(1_000_000_000).and_then(|sec| sec.checked_add(time.nsec as u64)).ok_or(Errno::OVERFLOW)
}
