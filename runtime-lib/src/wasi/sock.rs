//! Sockets: the granted ones that listen, their connections, and those that the launcher passes as
//! standard descriptors. Where there are none (boards), every call on an open descriptor answers
//! `NOTSUP`.

use crate::guest::GuestSlot;
use crate::sys::socket::{self, MSG_PEEK, MSG_TRUNC, MSG_WAITALL, Wait};

use super::descriptor::{self, Descriptor};
use super::errno::{Errno, code};
use super::iovec;
use super::rights::{self, FD_READ, FD_WRITE, SOCK_ACCEPT, SOCK_SHUTDOWN};
use super::types::{FDFLAGS_NONBLOCK, FileType};

/// `riflags::recv_peek`
const RECV_PEEK: u32 = 1 << 0;
/// `riflags::recv_waitall`
const RECV_WAITALL: u32 = 1 << 1;
/// `roflags::recv_data_truncated`
const RECV_DATA_TRUNCATED: u16 = 1 << 0;

/// `sock_accept`: takes a connection of the listening socket `fd`; waits for one. `flags` 4: calls
/// on the connection do not wait.
///
/// `connection` receives its descriptor, u32: the lowest that is free. Errors: `BADF`, `NOTSOCK`,
/// `NOTCAPABLE` without `sock_accept`, `INVAL` for other flags, `AGAIN`, `NFILE`, `FAULT`.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_sock_accept(fd: u32, flags: u32, connection: u32) -> u32 {
    code(accept(fd, flags, connection))
}

fn accept(fd: u32, flags: u32, connection: u32) -> Result<(), Errno> {
    let slot = GuestSlot::<4>::new(connection)?;
    let listener = get(fd)?;
    listener.require(SOCK_ACCEPT)?;
    if flags & !FDFLAGS_NONBLOCK != 0 {
        return Err(Errno::INVAL);
    }
    let number = descriptor::lowest_free()?;
    let wait = if flags & FDFLAGS_NONBLOCK != 0 { Wait::NonBlock } else { Wait::Block };
    let host = socket::accept(listener.host(), wait)?;
    let base = listener.inheriting & rights::CONNECTION;
    descriptor::set(number, Descriptor::new(host, FileType::SocketStream, base, 0, 0));
    slot.set(number.to_le_bytes());
    Ok(())
}

/// `sock_recv`: receives into the `iovs_len` buffers listed at `iovs`. `flags` 1: the bytes stay to
/// be received again; 2: waits until the buffers are full.
///
/// Guest layout: `iovs` as of `fd_read`; `received` receives a byte count, u32, and `out_flags` u16:
/// 1 where a datagram was longer than the buffers. Errors: `BADF` (also if `fd` is not for reading),
/// `NOTSOCK`, `INVAL` for other flags, `AGAIN`, `FAULT`.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_sock_recv(
    fd: u32,
    iovs: u32,
    iovs_len: u32,
    flags: u32,
    received: u32,
    out_flags: u32,
) -> u32 {
    code(receive(fd, (iovs, iovs_len), flags, received, out_flags))
}

fn receive(fd: u32, iovs: (u32, u32), flags: u32, received: u32, out_flags: u32) -> Result<(), Errno> {
    let (slot, flags_slot) = (GuestSlot::<4>::new(received)?, GuestSlot::<2>::new(out_flags)?);
    let socket = get_for(fd, FD_READ)?;
    if flags & !(RECV_PEEK | RECV_WAITALL) != 0 {
        return Err(Errno::INVAL);
    }
    let mut host_flags = if flags & RECV_PEEK != 0 { MSG_PEEK } else { 0 };
    if flags & RECV_WAITALL != 0 {
        host_flags |= MSG_WAITALL;
    }
    iovec::wait_as_wanted(&socket, iovec::Direction::In)?;
    let (count, truncated) = iovec::with_first(iovs.0, iovs.1, |buffers| {
        // SAFETY: `with_first` checked every buffer against guest memory.
        let (count, flags) = unsafe { socket::receive(socket.host(), buffers, host_flags) }?;
        Ok((count, flags & MSG_TRUNC != 0))
    })?;
    slot.set((count as u32).to_le_bytes());
    flags_slot.set((if truncated { RECV_DATA_TRUNCATED } else { 0 }).to_le_bytes());
    Ok(())
}

/// `sock_send`: sends the `iovs_len` buffers listed at `iovs`. There are no flags.
///
/// Guest layout: `iovs` as of `fd_write`; `sent` receives a byte count, u32. Errors: `BADF` (also if
/// `fd` is not for writing), `NOTSOCK`, `INVAL` for flags, `PIPE`, `AGAIN`, `FAULT`.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_sock_send(fd: u32, iovs: u32, iovs_len: u32, flags: u32, sent: u32) -> u32 {
    code(send(fd, (iovs, iovs_len), flags, sent))
}

fn send(fd: u32, iovs: (u32, u32), flags: u32, sent: u32) -> Result<(), Errno> {
    let slot = GuestSlot::<4>::new(sent)?;
    let socket = get_for(fd, FD_WRITE)?;
    if flags != 0 {
        return Err(Errno::INVAL);
    }
    iovec::wait_as_wanted(&socket, iovec::Direction::Out)?;
    let count = iovec::with_first(iovs.0, iovs.1, |buffers| {
        // SAFETY: `with_first` checked every buffer against guest memory.
        Ok(unsafe { socket::send(socket.host(), buffers) }?)
    })?;
    slot.set((count as u32).to_le_bytes());
    Ok(())
}

/// `sock_shutdown`: ends receiving (`how` 1), sending (2) or both (3).
///
/// Errors: `BADF`, `NOTSOCK`, `NOTCAPABLE` without `sock_shutdown`, `INVAL`, `NOTCONN`.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_sock_shutdown(fd: u32, how: u32) -> u32 {
    code(shutdown(fd, how))
}

fn shutdown(fd: u32, how: u32) -> Result<(), Errno> {
    let socket = get(fd)?;
    socket.require(SOCK_SHUTDOWN)?;
    match how {
        // The kernel's numbers are one less.
        1..=3 => Ok(socket::shutdown(socket.host(), how as usize - 1)?),
        _ => Err(Errno::INVAL),
    }
}

/// The socket `fd`. Errors: `BADF`, `NOTSOCK`.
fn get(fd: u32) -> Result<Descriptor, Errno> {
    let descriptor = descriptor::get(fd)?;
    socket::require(descriptor.host())?;
    Ok(descriptor)
}

/// The socket `fd` with `right`, one of `fd_read` and `fd_write`: without it the answer is `BADF`, as
/// of `fd_read` and `fd_write`.
fn get_for(fd: u32, right: u32) -> Result<Descriptor, Errno> {
    let socket = get(fd)?;
    if socket.base & right == 0 { Err(Errno::BADF) } else { Ok(socket) }
}
