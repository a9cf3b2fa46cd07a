//! Waiting for descriptors and time, by asking again and again.

use super::clock::{self, Clock};
use super::errno::Errno;
use super::uart;
use crate::sys::board as processor;
pub use crate::sys::file_types::{POLLERR, POLLHUP, POLLIN, POLLNVAL, POLLOUT, POLLRDHUP, PollFd};

/// Waits until one of `fds` is ready, or for `timeout` nanoseconds; `None`: as long as it takes.
pub fn poll(fds: &mut [PollFd], timeout: Option<u64>) -> Result<(), Errno> {
    let start = clock::time(Clock::Monotonic)?;
    loop {
        let mut ready = false;
        for fd in &mut *fds {
            fd.returned = now(fd);
            ready |= fd.returned != 0;
        }
        let elapsed = clock::time(Clock::Monotonic)?.saturating_sub(start);
        if ready || timeout.is_some_and(|timeout| elapsed >= timeout) {
            return Ok(());
        }
        processor::relax();
    }
}

/// What is true of `fd` now, of what it is waited for. Only stdin can make anybody wait.
fn now(fd: &PollFd) -> i16 {
    let readable = fd.fd != 0 || uart::is_ready();
    fd.events & if readable { POLLIN | POLLOUT } else { POLLOUT }
}
