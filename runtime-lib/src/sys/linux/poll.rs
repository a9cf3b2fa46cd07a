//! Waiting for descriptors and time.

use super::call::call;
use super::errno::Errno;
use super::file::TimeSpec;
use super::number;
pub use crate::sys::file_types::{POLLERR, POLLHUP, POLLIN, POLLNVAL, POLLOUT, POLLRDHUP, PollFd};

/// Waits until one of `fds` is ready, or for `timeout` nanoseconds; `None`: as long as it takes.
/// Errors: `INTR` after a signal.
pub fn poll(fds: &mut [PollFd], timeout: Option<u64>) -> Result<(), Errno> {
    let mut time = TimeSpec { sec: 0, nsec: 0 };
    let time = timeout.map_or(0, |timeout| {
        time = TimeSpec { sec: (timeout / 1_000_000_000) as i64, nsec: (timeout % 1_000_000_000) as i64 };
        (&raw mut time) as usize
    });
    // SAFETY: the kernel reads and writes the list, and reads and may write the time, which both
    // outlive the call; a null pointer leaves the signal mask as it is.
    unsafe { call(number::PPOLL, [fds.as_mut_ptr() as usize, fds.len(), time, 0, 8]) }.map(|_| ())
}
