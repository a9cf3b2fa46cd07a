//! Sockets: typed wrappers over the system calls on them.

use super::call::call;
use super::errno::Errno;
use super::file::{HostFd, IoVec, S_IFMT, S_IFSOCK, stat};
use super::number;

const SOCK_STREAM: usize = 1;
const SOCK_NONBLOCK: usize = 0o4_000;
const SOCK_CLOEXEC: usize = 0o2_000_000;
const MSG_NOSIGNAL: usize = 0x4000;

/// `MSG_PEEK`: what is received stays to be received again.
pub const MSG_PEEK: u32 = 0x2;
/// `MSG_WAITALL`: waits until the buffers are full.
pub const MSG_WAITALL: u32 = 0x100;
/// `MSG_TRUNC`: the message was longer than the buffers.
pub const MSG_TRUNC: u32 = 0x20;

/// Whether calls on a socket wait.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    /// They do.
    Block,
    /// They answer `AGAIN`.
    NonBlock,
}

/// Opens a TCP socket that listens at `address`, a `sockaddr_in` or `sockaddr_in6`.
pub fn listen(address: &[u8]) -> Result<HostFd, Errno> {
    const SOL_SOCKET: usize = 1;
    const SO_REUSEADDR: usize = 2;
    const BACKLOG: usize = 128;
    let family = address.first().copied().unwrap_or_default() as usize;
    let yes = 1i32;
    // SAFETY: the kernel reads an `int`, and an address of the length given.
    unsafe {
        let socket = call(number::SOCKET, [family, SOCK_STREAM | SOCK_CLOEXEC, 0])?;
        call(number::SETSOCKOPT, [socket, SOL_SOCKET, SO_REUSEADDR, (&raw const yes) as usize, 4])?;
        call(number::BIND, [socket, address.as_ptr() as usize, address.len()])?;
        call(number::LISTEN, [socket, BACKLOG])?;
        Ok(socket as HostFd)
    }
}

/// Errors: `NOTSOCK` for what is none.
pub fn require(fd: HostFd) -> Result<(), Errno> {
    match stat(fd)?.st_mode & S_IFMT {
        S_IFSOCK => Ok(()),
        _ => Err(Errno::NOTSOCK),
    }
}

/// Takes a connection of a listening socket; waits for one, unless the socket is not to.
pub fn accept(socket: HostFd, wait: Wait) -> Result<HostFd, Errno> {
    let flags = SOCK_CLOEXEC | if wait == Wait::NonBlock { SOCK_NONBLOCK } else { 0 };
    loop {
        // SAFETY: the kernel is told to write no address.
        match unsafe { call(number::ACCEPT4, [socket as usize, 0, 0, flags]) } {
            Err(Errno::INTR) => {}
            result => return result.map(|fd| fd as HostFd),
        }
    }
}

/// `struct msghdr`.
#[repr(C)]
struct Message {
    name: usize,
    name_len: usize,
    buffers: usize,
    count: usize,
    control: usize,
    control_len: usize,
    flags: usize,
}

impl Message {
    fn new(buffers: &[IoVec]) -> Message {
        Message {
            name: 0,
            name_len: 0,
            buffers: buffers.as_ptr() as usize,
            count: buffers.len(),
            control: 0,
            control_len: 0,
            flags: 0,
        }
    }
}

/// Receives into `buffers`. Answers the count of bytes, and flags of the message.
///
/// # Safety
/// Each buffer is valid for its length, for the kernel to write.
pub unsafe fn receive(socket: HostFd, buffers: &[IoVec], flags: u32) -> Result<(usize, u32), Errno> {
    let mut message = Message::new(buffers);
    loop {
        let args = [socket as usize, (&raw mut message) as usize, flags as usize];
        // SAFETY: the caller's promise for the buffers; the message is valid.
        match unsafe { call(number::RECVMSG, args) } {
            Err(Errno::INTR) => {}
            result => return result.map(|count| (count, message.flags as u32)),
        }
    }
}

/// Sends `buffers`. Answers the count of bytes.
///
/// # Safety
/// Each buffer is valid for its length, for the kernel to read.
pub unsafe fn send(socket: HostFd, buffers: &[IoVec]) -> Result<usize, Errno> {
    let message = Message::new(buffers);
    loop {
        let args = [socket as usize, (&raw const message) as usize, MSG_NOSIGNAL];
        // SAFETY: the caller's promise for the buffers; the message is valid.
        match unsafe { call(number::SENDMSG, args) } {
            Err(Errno::INTR) => {}
            result => return result,
        }
    }
}

/// Ends receiving (`how` 0), sending (1) or both (2).
pub fn shutdown(socket: HostFd, how: usize) -> Result<(), Errno> {
    // SAFETY: touches no memory.
    unsafe { call(number::SHUTDOWN, [socket as usize, how]) }.map(drop)
}
