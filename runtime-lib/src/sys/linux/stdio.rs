//! Descriptors 0 to 2 at start: whatever the launcher left goes in, three open ones come out.

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
    let mut polls = [0, 1, 2].map(|fd| Poll { fd, events: 0, revents: 0 });
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
