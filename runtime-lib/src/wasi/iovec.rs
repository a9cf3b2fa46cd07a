//! Scattered input and output: a guest's list of buffers goes in, bytes move.

use core::cell::Cell;
use core::hint::black_box;

use crate::guest::{GuestRange, GuestSlot};
use crate::sys::file::{self, IoVec, PIPE_BUF, Transfer};
use crate::sys::poll::{POLLIN, POLLOUT, PollFd, poll};

use super::descriptor::{Descriptor, NONBLOCK};
use super::errno::Errno;
use super::types::{IOVEC_SIZE, iovec};

/// The most buffers that the kernel takes at once: `IOV_MAX`.
const MAX_BUFFERS: usize = 1024;
/// As many as most calls have: their list costs little stack.
const FEW_BUFFERS: usize = 16;

/// A guest's list of buffers, all of them in bounds.
#[derive(Clone, Copy)]
pub struct Buffers {
    list: GuestRange,
    count: usize,
}

impl Buffers {
    /// The list of `count` records at guest address `iovs`. Errors: `FAULT` if the list or a buffer
    /// leaves memory, `INVAL` if the lengths together do not fit 32 bits.
    pub fn new(iovs: u32, count: u32) -> Result<Buffers, Errno> {
        let list = GuestRange::array(iovs, count, IOVEC_SIZE)?;
        let buffers = Buffers { list, count: count as usize };
        let mut total = 0u32;
        for index in 0..buffers.count {
            let buffer = buffers.get(index)?;
            total = total.checked_add(buffer.len() as u32).ok_or(Errno::INVAL)?;
        }
        Ok(buffers)
    }

    /// Checked anew each time: the guest may hold the list where a buffer is filled.
    fn get(&self, index: usize) -> Result<GuestRange, Errno> {
        let mut record = [0; IOVEC_SIZE as usize];
        self.list.read(index * IOVEC_SIZE as usize, &mut record).ok_or(Errno::FAULT)?;
        let (address, len) = iovec(record);
        GuestRange::new(address, u64::from(len))
    }

    /// Fills `to` with the buffers from `first` on, at most `limit` bytes. Answers how many, and
    /// their bytes.
    fn collect(&self, first: usize, to: &mut [IoVec], limit: usize) -> Result<(usize, usize), Errno> {
        let (mut filled, mut bytes) = (0, 0);
        for (slot, index) in to.iter_mut().zip(first..self.count) {
            let buffer = self.get(index)?;
            let len = buffer.len().min(limit - bytes);
            *slot = IoVec { base: buffer.host_address(), len };
            filled += 1;
            bytes += len;
        }
        Ok((filled, bytes))
    }
}

/// Carries out `way` between the file of `descriptor` and the buffers listed at guest address
/// `iovs`, and puts the count of bytes at guest address `moved`.
pub fn transfer(
    descriptor: &Descriptor,
    iovs: u32,
    count: u32,
    way: Transfer,
    moved: u32,
) -> Result<(), Errno> {
    let slot = GuestSlot::<4>::new(moved)?;
    let buffers = Buffers::new(iovs, count)?;
    let limit = limit(descriptor, way)?;
    let bytes = if buffers.count <= FEW_BUFFERS {
        in_pieces(descriptor, buffers, way, limit, &mut [IoVec::EMPTY; FEW_BUFFERS])
    } else {
        many(descriptor, buffers, way, limit)
    }?;
    slot.set((bytes as u32).to_le_bytes());
    Ok(())
}

/// Which way bytes go.
#[derive(Clone, Copy)]
pub enum Direction {
    /// To the guest.
    In,
    /// From it.
    Out,
}

/// For calls without a way to say that they are not to wait. Errors: `AGAIN` where the guest wants
/// an inherited descriptor not to block, and it would.
pub fn wait_as_wanted(descriptor: &Descriptor, direction: Direction) -> Result<(), Errno> {
    let way = match direction {
        Direction::In => Transfer::Read,
        Direction::Out => Transfer::Write,
    };
    limit(descriptor, way).map(drop)
}

/// What `move_bytes` answers for the first of the buffers listed at guest address `iovs`: as many as
/// fit one call of the kernel.
pub fn with_first<T>(
    iovs: u32,
    count: u32,
    move_bytes: impl FnOnce(&[IoVec]) -> Result<T, Errno>,
) -> Result<T, Errno> {
    let buffers = Buffers::new(iovs, count)?;
    let mut pieces = [IoVec::EMPTY; MAX_BUFFERS];
    let (filled, _) = buffers.collect(0, &mut pieces, usize::MAX)?;
    move_bytes(pieces.get(..filled).unwrap_or_default())
}

/// How many bytes may be moved: all, but where the guest wants an inherited descriptor not to block
/// only what surely does not. Errors: `AGAIN` if that is nothing.
fn limit(descriptor: &Descriptor, way: Transfer) -> Result<usize, Errno> {
    match NONBLOCKING_LIMIT.0.get() {
        Some(limit) if descriptor.marks & NONBLOCK != 0 => limit(descriptor, way),
        _ => Ok(usize::MAX),
    }
}

type Limit = fn(&Descriptor, Transfer) -> Result<usize, Errno>;

struct Shared(Cell<Option<Limit>>);

// SAFETY: a program has one thread.
unsafe impl Sync for Shared {}

/// [`nonblocking_limit`], once a descriptor may be marked with [`NONBLOCK`]: what cannot mark one is linked
/// without, and without the system call.
static NONBLOCKING_LIMIT: Shared = Shared(Cell::new(None));

/// Has descriptors marked with [`NONBLOCK`] not block.
pub fn heed_nonblock() {
    // Opaque, or the optimiser would put the function itself where it is called.
    NONBLOCKING_LIMIT.0.set(Some(black_box(nonblocking_limit as Limit)));
}

fn nonblocking_limit(descriptor: &Descriptor, way: Transfer) -> Result<usize, Errno> {
    let (events, limit) = match way {
        Transfer::Read | Transfer::ReadAt(_) => (POLLIN, usize::MAX),
        Transfer::Write | Transfer::WriteAt(_) => (POLLOUT, PIPE_BUF),
    };
    let mut fds = [PollFd { fd: descriptor.host(), events, returned: 0 }];
    poll(&mut fds, Some(0))?;
    if fds[0].returned == 0 { Err(Errno::AGAIN) } else { Ok(limit) }
}

/// Apart, for its list takes four pages of stack.
#[inline(never)]
fn many(descriptor: &Descriptor, buffers: Buffers, way: Transfer, limit: usize) -> Result<usize, Errno> {
    in_pieces(descriptor, buffers, way, limit, &mut [IoVec::EMPTY; MAX_BUFFERS])
}

/// Moves as many buffers at a time as fit `pieces`, until one piece comes out short. Reading ends after the first
/// piece, as more might not be there yet. An error after it is left to the next call, as what was
/// moved must be told.
#[inline(never)]
fn in_pieces(
    descriptor: &Descriptor,
    buffers: Buffers,
    way: Transfer,
    limit: usize,
    pieces: &mut [IoVec],
) -> Result<usize, Errno> {
    let (mut first, mut moved) = (0, 0);
    loop {
        let (filled, bytes) = buffers.collect(first, pieces, limit - moved)?;
        let way = match way {
            Transfer::ReadAt(offset) => Transfer::ReadAt(offset.saturating_add(moved as u64)),
            Transfer::WriteAt(offset) => Transfer::WriteAt(offset.saturating_add(moved as u64)),
            way => way,
        };
        let list = pieces.get(..filled).unwrap_or_default();
        // SAFETY: `collect` checked every buffer against guest memory.
        let count = match unsafe { file::transfer(descriptor.host(), list, way) } {
            Ok(count) => count,
            Err(errno) if moved == 0 => return Err(errno.into()),
            Err(_) => return Ok(moved),
        };
        moved += count;
        first += filled;
        let reading = matches!(way, Transfer::Read | Transfer::ReadAt(_));
        if reading || count < bytes || first >= buffers.count || moved >= limit {
            return Ok(moved);
        }
    }
}
