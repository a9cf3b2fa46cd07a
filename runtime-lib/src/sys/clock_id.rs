//! Which clock: a number of WASI goes in.

/// The clocks of WASI have the kernel's numbers: `CLOCK_REALTIME`, `CLOCK_MONOTONIC`,
/// `CLOCK_PROCESS_CPUTIME_ID`, `CLOCK_THREAD_CPUTIME_ID`.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
pub enum Clock {
    /// Time since 1970, which may be set.
    Realtime = 0,
    /// Time since some moment, which only runs forward.
    Monotonic = 1,
    /// Processor time of the process.
    ProcessCpu = 2,
    /// Processor time of the thread.
    ThreadCpu = 3,
}

impl Clock {
    /// The clock with this number.
    pub fn from_number(number: u32) -> Option<Clock> {
        match number {
            0 => Some(Clock::Realtime),
            1 => Some(Clock::Monotonic),
            2 => Some(Clock::ProcessCpu),
            3 => Some(Clock::ThreadCpu),
            _ => None,
        }
    }
}
