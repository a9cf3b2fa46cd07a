//! Signals that the program sends itself.

use core::ops::RangeInclusive;

use super::call::call;
use super::errno::Errno;
use super::number;
use crate::program::program;

/// `SIGSTOP` to `SIGTTOU`.
const STOPPING: RangeInclusive<usize> = 19..=22;

/// Sends `signal` to this thread, with its default effect, whatever handler was set. Errors: `OPNOTSUPP` for one that
/// would stop a program whose time is limited, which would so outlive the limit.
pub fn raise(signal: usize) -> Result<(), Errno> {
    if STOPPING.contains(&signal) && program().grants.limits.wall_seconds != 0 {
        return Err(Errno::OPNOTSUPP);
    }
    // `struct sigaction` of `SIG_DFL`, without flags or mask; the signals of which no action can be
    // set (`SIGKILL`, `SIGSTOP`) have their default effect anyway.
    let default = [0usize; 4];
    // SAFETY: the kernel reads one `struct sigaction`; the default effects touch no memory of ours.
    unsafe {
        let _ = call(number::RT_SIGACTION, [signal, default.as_ptr() as usize, 0, 8]);
        let process = call(number::GETPID, [])?;
        let thread = call(number::GETTID, [])?;
        call(number::TGKILL, [process, thread, signal]).map(|_| ())
    }
}
