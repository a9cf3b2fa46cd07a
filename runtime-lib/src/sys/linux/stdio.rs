//! Descriptors at start: whatever the launcher left goes in, three open ones and no others come out.

use super::call::call;
use super::errno::Errno;
use super::number;

/// `struct pollfd`.
#[repr(C)]
struct Poll {
    fd: i32,
    events: i16,
    revents: i16,
}

/// Opens `/dev/null` in the place of closed descriptors, so that nothing opened later is taken
/// for stdin, stdout or stderr. One call tells all three.
pub fn fill_closed() -> Result<(), Errno> {
    const POLLNVAL: i16 = 0x20;
    let poll = |fd| Poll { fd, events: 0, revents: 0 };
    let mut polls = [poll(0), poll(1), poll(2)];
    let timeout = [0_i64; 2];
    // SAFETY: the kernel writes the `revents` of three records, and reads a `struct timespec`.
    unsafe { call(number::PPOLL, [polls.as_mut_ptr() as usize, 3, timeout.as_ptr() as usize, 0, 8])? };
    for poll in &polls {
        if poll.revents & POLLNVAL != 0 {
            open_null()?;
        }
    }
    Ok(())
}

/// The kernel gives the lowest free number, so in ascending order each one falls into its place.
fn open_null() -> Result<usize, Errno> {
    const AT_FDCWD: usize = -100_isize as usize;
    const O_RDWR: usize = 2;
    // SAFETY: the path is NUL-terminated.
    unsafe { call(number::OPENAT, [AT_FDCWD, c"/dev/null".as_ptr() as usize, O_RDWR, 0]) }
}

/// Closes all descriptors from 3 on: what a launcher left open was granted to nobody.
pub fn close_others() {
    const FIRST: usize = 3;
    // SAFETY: this process has opened none of them.
    if unsafe { call(number::CLOSE_RANGE, [FIRST, u32::MAX as usize, 0]) }.is_err() {
        (FIRST..most_descriptors()).for_each(|fd| {
            // SAFETY: as above; most are not open, and then nothing happens.
            let _ = unsafe { call(number::CLOSE, [fd]) };
        });
    }
}

/// Kernels before 5.9 close one by one: up to the highest descriptor that the process may have.
#[cold]
fn most_descriptors() -> usize {
    const RLIMIT_NOFILE: usize = 7;
    // `struct rlimit64`
    let mut limit = [0u64; 2];
    // SAFETY: the kernel writes one `struct rlimit64`.
    let known = unsafe { call(number::PRLIMIT64, [0, RLIMIT_NOFILE, 0, limit.as_mut_ptr() as usize]) };
    // The most that a kernel gives, unless it was told otherwise (`nr_open`).
    const NR_OPEN: u64 = 1 << 20;
    known.map_or(1024, |_| limit[0].min(NR_OPEN) as usize)
}
