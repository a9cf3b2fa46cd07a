//! Waiting for clocks and descriptors.

use ahead_abi::denial::Family;

use crate::guest::{GuestRange, GuestSlot};
use crate::program::program;
use crate::sys::clock::{self, Clock};
use crate::sys::errno::Errno as HostErrno;
use crate::sys::file::{self, S_IFDIR, S_IFMT, S_IFREG, Whence};
use crate::sys::poll::{POLLERR, POLLHUP, POLLIN, POLLNVAL, POLLOUT, POLLRDHUP, PollFd, poll};

use super::descriptor::{self, Descriptor};
use super::errno::{Errno, code};
use super::rights::{FD_READ, FD_WRITE, POLL_FD_READWRITE};
use super::types::{
    Condition, EVENT_SIZE, MAX_SUBSCRIPTION_SIZE, Outcome, Snapshot, Subscription, event, subscription,
};

/// How many descriptors one call can wait for; more are `INVAL`, as `poll` has it.
const MAX_FDS: usize = 1024;
/// As many as most calls have: their list costs little stack.
const FEW_FDS: u32 = 16;

/// `poll_oneoff`: waits until at least one of `count` subscriptions comes true, and tells which have.
///
/// `input` holds 48 bytes for each: user data u64, type u8 at 8 (0 a clock, 1 reading, 2 writing),
/// and at 16 the descriptor u32, or the clock u32, timeout u64 at 24, flags u16 at 40 (1: absolute).
/// `output` receives up to `count` events of 32 bytes: user data u64, error u16, type u8 at 10,
/// bytes u64 at 16, flags u16 at 24 (1: the other end is closed); `events` their count, u32. A
/// subscription that cannot be waited for is an event with an error: `BADF`, `NOTCAPABLE`, `INVAL`
/// for an unknown clock, `NOTSUP` for one of processor time.
///
/// Errors: `INVAL` for no subscription or one of unknown type, `FAULT`.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_poll_oneoff(input: u32, output: u32, count: u32, events: u32) -> u32 {
    code(oneoff(Snapshot::Preview1, input, output, count, events))
}

/// [`ahead_wasi_poll_oneoff`] of either snapshot.
pub(super) fn oneoff(
    snapshot: Snapshot,
    input: u32,
    output: u32,
    count: u32,
    events: u32,
) -> Result<(), Errno> {
    if count == 0 {
        return Err(Errno::INVAL);
    }
    let call = Call {
        snapshot,
        input: GuestRange::array(input, count, snapshot.subscription_size() as u64)?,
        output: GuestRange::array(output, count, EVENT_SIZE)?,
        count,
        start: Now::get()?,
    };
    let slot = GuestSlot::<4>::new(events)?;
    let events = if count <= FEW_FDS { call.run::<{ FEW_FDS as usize }>() } else { call.run_many() }?;
    slot.set(events.to_le_bytes());
    Ok(())
}

/// The clocks that can be waited for, in nanoseconds.
#[derive(Clone, Copy)]
struct Now {
    /// Boards keep no time of day.
    realtime: Result<u64, HostErrno>,
    monotonic: u64,
}

impl Now {
    fn get() -> Result<Now, Errno> {
        Ok(Now { realtime: clock::time(Clock::Realtime), monotonic: clock::time(Clock::Monotonic)? })
    }

    /// Errors: those of an event.
    fn of(self, id: u32) -> Result<u64, Errno> {
        match Clock::from_number(id) {
            _ if program().grants.denied & Family::Clock.bit() != 0 => Err(Errno::NOTCAPABLE),
            Some(Clock::Realtime) => Ok(self.realtime?),
            Some(Clock::Monotonic) => Ok(self.monotonic),
            Some(_) => Err(Errno::NOTSUP),
            None => Err(Errno::INVAL),
        }
    }
}

/// One call: where its records are, and when it was made.
#[derive(Clone, Copy)]
struct Call {
    snapshot: Snapshot,
    input: GuestRange,
    output: GuestRange,
    count: u32,
    start: Now,
}

/// The descriptors that the kernel waits for, in the order of their subscriptions.
struct Fds<const N: usize> {
    list: [PollFd; N],
    len: usize,
}

/// How a subscription stands before anything is waited for.
enum State {
    /// It has its event already.
    Done(Outcome),
    /// It comes true at this time of its clock.
    Until(u64),
    /// The kernel says when.
    Wait(Descriptor, i16),
}

/// An event without further ado.
const TRUE: Outcome = Outcome { result: Ok(()), bytes: 0, hangup: false };

impl Call {
    /// Apart, for its list takes two pages of stack.
    #[inline(never)]
    fn run_many(&self) -> Result<u32, Errno> {
        self.run::<MAX_FDS>()
    }

    /// Waits, and writes the events. Answers their count.
    fn run<const N: usize>(&self) -> Result<u32, Errno> {
        let mut fds = Fds::<N> { list: [PollFd { fd: -1, events: 0, returned: 0 }; N], len: 0 };
        loop {
            let timeout = self.collect(&mut fds)?;
            match poll(fds.list.get_mut(..fds.len).unwrap_or_default(), timeout) {
                Ok(()) => {}
                Err(HostErrno::INTR) => continue,
                Err(errno) => return Err(errno.into()),
            }
            // None where the kernel's clock for waiting is a little ahead.
            let events = self.report(&fds)?;
            if events > 0 {
                return Ok(events);
            }
        }
    }

    fn subscription(&self, index: u32) -> Result<Subscription, Errno> {
        let mut bytes = [0; MAX_SUBSCRIPTION_SIZE];
        let size = self.snapshot.subscription_size();
        let record = bytes.get_mut(..size).unwrap_or_default();
        self.input.read(index as usize * size, record).ok_or(Errno::FAULT)?;
        subscription(&bytes, self.snapshot)
    }

    /// Lists what the kernel has to wait for. Answers how long at most, in nanoseconds.
    fn collect<const N: usize>(&self, fds: &mut Fds<N>) -> Result<Option<u64>, Errno> {
        let now = Now::get()?;
        let mut timeout = None;
        fds.len = 0;
        for index in 0..self.count {
            let subscription = self.subscription(index)?;
            let until = match self.state(&subscription) {
                State::Done(_) => 0,
                State::Until(time) => match subscription.condition {
                    Condition::Clock { id, .. } => time.saturating_sub(now.of(id)?),
                    _ => 0,
                },
                State::Wait(descriptor, events) => {
                    let slot = fds.list.get_mut(fds.len).ok_or(Errno::INVAL)?;
                    *slot = PollFd { fd: descriptor.host(), events, returned: 0 };
                    fds.len += 1;
                    continue;
                }
            };
            timeout = Some(timeout.map_or(until, |earlier: u64| earlier.min(until)));
        }
        Ok(timeout)
    }

    fn state(&self, subscription: &Subscription) -> State {
        let state = match subscription.condition {
            Condition::Clock { id, timeout, absolute: true } => {
                self.start.of(id).map(|_| State::Until(timeout))
            }
            Condition::Clock { id, timeout, absolute: false } => {
                self.start.of(id).map(|start| State::Until(start.saturating_add(timeout)))
            }
            Condition::Read(fd) => file_state(fd, FD_READ, POLLIN | POLLRDHUP),
            Condition::Write(fd) => file_state(fd, FD_WRITE, POLLOUT),
        };
        state.unwrap_or_else(|error| State::Done(Outcome { result: Err(error), ..TRUE }))
    }

    /// Writes the events of all that came true. Answers their count.
    fn report<const N: usize>(&self, fds: &Fds<N>) -> Result<u32, Errno> {
        let now = Now::get()?;
        let (mut events, mut waited) = (0, fds.list.iter());
        for index in 0..self.count {
            let subscription = self.subscription(index)?;
            let outcome = match (self.state(&subscription), subscription.condition) {
                (State::Done(outcome), _) => Some(outcome),
                (State::Until(time), Condition::Clock { id, .. }) => (now.of(id)? >= time).then_some(TRUE),
                (State::Until(_), _) => None,
                (State::Wait(descriptor, _), _) => waited.next().and_then(|fd| fd_outcome(&descriptor, fd)),
            };
            if let Some(outcome) = outcome {
                let offset = events as usize * EVENT_SIZE as usize;
                // There is room for as many events as subscriptions.
                let _ = self.output.write(offset, &event(&subscription, outcome));
                events += 1;
            }
        }
        Ok(events)
    }
}

/// How a descriptor stands: files on a disk are always ready.
fn file_state(fd: u32, right: u32, events: i16) -> Result<State, Errno> {
    let descriptor = descriptor::get_with(fd, POLL_FD_READWRITE | right)?;
    let stat = file::stat(descriptor.host())?;
    match stat.st_mode & S_IFMT {
        S_IFREG => {
            let offset = file::seek(descriptor.host(), 0, Whence::Cur)?;
            let bytes = if right == FD_READ { (stat.st_size as u64).saturating_sub(offset) } else { 0 };
            Ok(State::Done(Outcome { bytes, ..TRUE }))
        }
        S_IFDIR => Ok(State::Done(TRUE)),
        _ => Ok(State::Wait(descriptor, events)),
    }
}

/// What the kernel said of a descriptor; `None`: nothing.
fn fd_outcome(descriptor: &Descriptor, fd: &PollFd) -> Option<Outcome> {
    if fd.returned & POLLNVAL != 0 {
        return Some(Outcome { result: Err(Errno::BADF), ..TRUE });
    }
    let hangup = fd.returned & (POLLHUP | POLLRDHUP | POLLERR) != 0;
    let bytes =
        if fd.returned & POLLIN != 0 { file::readable_bytes(descriptor.host()).unwrap_or(0) } else { 0 };
    (fd.returned != 0).then_some(Outcome { bytes, hangup, ..TRUE })
}
