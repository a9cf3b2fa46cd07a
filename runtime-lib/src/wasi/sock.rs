//! Sockets: none can be granted yet, so the only ones are those that the launcher passes as
//! standard descriptors; these can be read and written, and what is here answers `NOTSUP` for them.

use super::descriptor;
use super::errno::{Errno, code};
use super::types::FileType;
use crate::sys::file;

/// `sock_accept`: takes a connection of a listening socket. Errors: `BADF`, `NOTSOCK`, `NOTSUP`.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_sock_accept(fd: u32, _flags: u32, _connection: u32) -> u32 {
    refuse(fd)
}

/// `sock_recv`: receives a message. Errors: `BADF`, `NOTSOCK`, `NOTSUP`.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_sock_recv(
    fd: u32,
    _iovs: u32,
    _iovs_len: u32,
    _flags: u32,
    _received: u32,
    _out_flags: u32,
) -> u32 {
    refuse(fd)
}

/// `sock_send`: sends a message. Errors: `BADF`, `NOTSOCK`, `NOTSUP`.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_sock_send(fd: u32, _iovs: u32, _iovs_len: u32, _flags: u32, _sent: u32) -> u32 {
    refuse(fd)
}

/// `sock_shutdown`: closes one direction or both. Errors: `BADF`, `NOTSOCK`, `NOTSUP`.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_sock_shutdown(fd: u32, _how: u32) -> u32 {
    refuse(fd)
}

fn refuse(fd: u32) -> u32 {
    code(descriptor::get(fd).and_then(|descriptor| {
        match FileType::from_mode(file::stat(descriptor.host())?.st_mode) {
            FileType::SocketStream => Err(Errno::NOTSUP),
            _ => Err(Errno::NOTSOCK),
        }
    }))
}
