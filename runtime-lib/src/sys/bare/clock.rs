//! Clocks: a clock's number goes in, nanoseconds come out. There is one timer, which runs since the
//! board was switched on.

use super::errno::Errno;
use super::record::board;
use crate::sys::board as processor;
pub use crate::sys::clock_id::Clock;

const SECOND: u64 = 1_000_000_000;

/// The time of `clock` in nanoseconds. Errors: `OPNOTSUPP` for the time of day, which no board keeps.
pub fn time(clock: Clock) -> Result<u64, Errno> {
    let hz = frequency(clock)?;
    let ticks = processor::timer_ticks();
    Ok((ticks / hz).wrapping_mul(SECOND) + (ticks % hz) * SECOND / hz)
}

/// The smallest step of `clock` in nanoseconds, at least 1. Errors: as [`time`].
pub fn resolution(clock: Clock) -> Result<u64, Errno> {
    Ok((SECOND / frequency(clock)?).max(1))
}

/// Ticks in a second. All processor time is the program's.
fn frequency(clock: Clock) -> Result<u64, Errno> {
    let hz = match board().timer_hz {
        0 => processor::timer_hz(),
        hz => hz,
    };
    if clock == Clock::Realtime || hz == 0 { Err(Errno::OPNOTSUPP) } else { Ok(hz) }
}
