//! Waiting for descriptors and time.

use super::call::call;
use super::errno::Errno;
use super::file::TimeSpec;
use super::number;

/// `POLLIN`: there is something to read.
pub const POLLIN: i16 = 0x001;
/// `POLLOUT`: there is room to write.
pub const POLLOUT: i16 = 0x004;
/// `POLLERR`: nobody reads the other end.
pub const POLLERR: i16 = 0x008;
/// `POLLHUP`: the other end is closed.
pub const POLLHUP: i16 = 0x010;
/// `POLLNVAL`: not an open descriptor.
pub const POLLNVAL: i16 = 0x020;
/// `POLLRDHUP`: the other end of a stream will send no more.
pub const POLLRDHUP: i16 = 0x2000;

/// `struct pollfd`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PollFd {
    /// Host descriptor.
    pub fd: i32,
    /// What to wait for.
    pub events: i16,
    /// What came.
    pub returned: i16,
}

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
