//! Clocks.

use crate::guest::GuestSlot;
use crate::sys::clock::{self, Clock};

use super::errno::{Errno, code};

/// `clock_time_get`: the time of clock `id` in nanoseconds.
///
/// `time` receives a u64. `precision` allows a lag that this clock does not have. Errors: `INVAL`
/// for an unknown clock, `FAULT`, `OVERFLOW` where the time does not fit.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_clock_time_get(id: u32, _precision: u64, time: u32) -> u32 {
    code(time_get(id, time))
}

fn time_get(id: u32, time: u32) -> Result<(), Errno> {
    let clock = Clock::from_number(id).ok_or(Errno::INVAL)?;
    let slot = GuestSlot::new(time)?;
    slot.set(clock::time(clock)?.to_le_bytes());
    Ok(())
}

/// `clock_res_get`: the smallest step of clock `id` in nanoseconds, at least 1.
///
/// `resolution` receives a u64. Errors: `INVAL` for an unknown clock, `FAULT`.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_clock_res_get(id: u32, resolution: u32) -> u32 {
    code(resolution_get(id, resolution))
}

fn resolution_get(id: u32, resolution: u32) -> Result<(), Errno> {
    let clock = Clock::from_number(id).ok_or(Errno::INVAL)?;
    let slot = GuestSlot::new(resolution)?;
    slot.set(clock::resolution(clock)?.to_le_bytes());
    Ok(())
}
