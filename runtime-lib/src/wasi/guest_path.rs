//! Paths in guest memory: address and length go in, a checked path comes out.

use crate::guest::GuestRange;
use crate::sys::errno::Errno as HostErrno;
use crate::sys::path::{self, GuestPath, OUTSIDE};

use super::audit;
use super::errno::Errno;

/// `lookupflags::symlink_follow`
const SYMLINK_FOLLOW: u32 = 1;

/// The path of `len` bytes at guest `address`.
///
/// Errors: `FAULT`, `NOENT` for an empty one, `NAMETOOLONG`, `INVAL` for one with a NUL, `ILSEQ` for
/// one that is not UTF-8, `NOTCAPABLE` for an absolute one.
pub fn read(address: u32, len: u32) -> Result<GuestPath, Errno> {
    let range = GuestRange::new(address, u64::from(len))?;
    let path = GuestPath::new(range.len(), |bytes| {
        // `bytes` is as long as the range.
        let _ = range.read(0, bytes);
    })
    .map_err(resolution_error)?;
    if core::str::from_utf8(path.bytes()).is_err() {
        return Err(Errno::ILSEQ);
    }
    Ok(path)
}

/// What the last component of a path stands for, by `lookupflags`. Errors: `INVAL`.
pub fn last(lookup_flags: u32) -> Result<path::Last, Errno> {
    match lookup_flags {
        0 => Ok(path::Last::NoFollow),
        SYMLINK_FOLLOW => Ok(path::Last::Follow),
        _ => Err(Errno::INVAL),
    }
}

/// The error of a resolution: a path that would leave its folder asks for what was not granted.
pub fn resolution_error(errno: HostErrno) -> Errno {
    if errno != OUTSIDE {
        return errno.into();
    }
    audit::left_folder();
    Errno::NOTCAPABLE
}
