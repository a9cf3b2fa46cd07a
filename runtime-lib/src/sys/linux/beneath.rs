//! The kernel's own safe path resolution, `openat2`: a path below a folder goes in, an open file
//! comes out.

use super::call::call;
use super::errno::Errno;
use super::file::{HostFd, HostPath, O_CLOEXEC, O_CREAT};
use super::number;

/// `RESOLVE_NO_MAGICLINKS`: links of `/proc` that lead to open files are not followed.
const RESOLVE_NO_MAGICLINKS: u64 = 0x02;
/// `RESOLVE_BENEATH`: nothing outside the folder, not even in passing.
const RESOLVE_BENEATH: u64 = 0x08;

/// How often a resolution that met a concurrent rename is tried again.
const ATTEMPTS: u32 = 16;

/// `struct open_how`.
#[repr(C)]
struct OpenHow {
    flags: u64,
    mode: u64,
    resolve: u64,
}

/// Opens `path` from the folder `root` on.
///
/// Errors: `XDEV` where the path would leave the folder, `AGAIN` where renames kept it from being
/// resolved safely, `NOSYS` or `PERM` where there is no `openat2`.
pub fn open(root: HostFd, path: HostPath, flags: u32, mode: u32) -> Result<HostFd, Errno> {
    let how = OpenHow {
        flags: u64::from(flags | O_CLOEXEC),
        // The kernel insists on 0 where nothing is created.
        mode: if flags & O_CREAT == 0 { 0 } else { u64::from(mode) },
        resolve: RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS,
    };
    let args = [root as usize, path.address(), (&raw const how) as usize, size_of::<OpenHow>()];
    let mut attempts = 0;
    loop {
        // SAFETY: the kernel reads a string that ends with a NUL, and one `struct open_how`.
        match unsafe { call(number::OPENAT2, args) } {
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN) if attempts < ATTEMPTS => attempts += 1,
            result => return result.map(|fd| fd as HostFd),
        }
    }
}
