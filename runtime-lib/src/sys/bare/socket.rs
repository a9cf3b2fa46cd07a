//! Sockets: a board has none.

use super::errno::Errno;
use super::file::{HostFd, IoVec};

/// As Linux has it.
pub const MSG_PEEK: u32 = 0x2;
/// As Linux has it.
pub const MSG_WAITALL: u32 = 0x100;
/// As Linux has it.
pub const MSG_TRUNC: u32 = 0x20;

/// Whether calls on a socket wait.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    /// They do.
    Block,
    /// They answer `AGAIN`.
    NonBlock,
}

/// Errors: `OPNOTSUPP`.
pub fn listen(_address: &[u8]) -> Result<HostFd, Errno> {
    Err(Errno::OPNOTSUPP)
}

/// Errors: `OPNOTSUPP`.
pub fn require(_fd: HostFd) -> Result<(), Errno> {
    Err(Errno::OPNOTSUPP)
}

/// Errors: `OPNOTSUPP`.
pub fn accept(_socket: HostFd, _wait: Wait) -> Result<HostFd, Errno> {
    Err(Errno::OPNOTSUPP)
}

/// Errors: `OPNOTSUPP`.
///
/// # Safety
/// None here.
pub unsafe fn receive(_socket: HostFd, _buffers: &[IoVec], _flags: u32) -> Result<(usize, u32), Errno> {
    Err(Errno::OPNOTSUPP)
}

/// Errors: `OPNOTSUPP`.
///
/// # Safety
/// None here.
pub unsafe fn send(_socket: HostFd, _buffers: &[IoVec]) -> Result<usize, Errno> {
    Err(Errno::OPNOTSUPP)
}

/// Errors: `OPNOTSUPP`.
pub fn shutdown(_socket: HostFd, _how: usize) -> Result<(), Errno> {
    Err(Errno::OPNOTSUPP)
}
