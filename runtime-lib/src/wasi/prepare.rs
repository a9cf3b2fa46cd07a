//! Before guest code runs: the granted folders go in, open descriptors from 3 on come out.

use ahead_abi::grants::{DirAccess, DirGrant};

use crate::program::{elements, program};
use crate::sys::errno::Errno as HostErrno;
use crate::sys::file::{self, HostFd, HostPath, O_DIRECTORY};
use crate::sys::path::PATH_MAX;
use crate::text::fail;

use super::descriptor::{self, Descriptor, READ_ONLY};
use super::rights;
use super::types::FileType;

/// The first descriptor of a granted folder.
pub const FIRST: u32 = 3;

/// The granted folders, in the order of their descriptors.
pub fn granted() -> &'static [DirGrant] {
    // SAFETY: a record of the program.
    unsafe { elements(program().grants.dirs) }
}

/// The host's descriptors of the granted folders, while the guest has not run.
pub fn hosts() -> impl Iterator<Item = HostFd> {
    (FIRST..).map_while(|fd| descriptor::get(fd).ok()).map(|descriptor| descriptor.host())
}

/// The guest's name of the granted folder with this number, counted from 1.
pub fn guest_name_of(preopen: u16) -> Option<&'static [u8]> {
    let grant = granted().get((preopen as usize).checked_sub(1)?)?;
    // SAFETY: a record of the program.
    Some(unsafe { elements(grant.guest) })
}

/// Opens the granted folders. One that cannot be opened ends the program: it would not be what its
/// builder promised the guest.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_prepare() {
    for (index, grant) in granted().iter().enumerate() {
        let room = FIRST as usize + index < descriptor::capacity();
        match if room { open(grant) } else { Err(HostErrno::NFILE) } {
            Ok(host) => descriptor::set(FIRST + index as u32, preopen(host, grant.access, index)),
            Err(errno) => refuse(grant, errno),
        }
    }
}

/// Never inlined: the path's room would be touched, a page of the stack, by programs without grants.
#[inline(never)]
fn open(grant: &DirGrant) -> Result<HostFd, HostErrno> {
    // SAFETY: a record of the program.
    let host = unsafe { elements(grant.host) };
    let mut path = [0u8; PATH_MAX];
    if host.len() >= PATH_MAX {
        return Err(HostErrno::NAMETOOLONG);
    }
    for (slot, byte) in path.iter_mut().zip(host) {
        *slot = *byte;
    }
    let path = HostPath::new(&path).ok_or(HostErrno::NAMETOOLONG)?;
    file::open_at(file::AT_FDCWD, path, O_DIRECTORY, 0)
}

/// A granted folder. Below one granted with `:ro` nothing may be changed: what would has no right
/// (`NOTCAPABLE`, as for everything that is not granted), while the inheriting rights are complete,
/// so that a C library which asks for as much as it may get still asks to write, and is refused by
/// `path_open` rather than later by `fd_write`.
fn preopen(host: HostFd, access: DirAccess, index: usize) -> Descriptor {
    let (base, marks) = match access {
        DirAccess::ReadWrite => (rights::DIRECTORY, 0),
        DirAccess::ReadOnly => (rights::DIRECTORY & !rights::CHANGE, READ_ONLY),
    };
    let mut descriptor = Descriptor::new(host, FileType::Directory, base, rights::INHERITING, marks);
    descriptor.preopen = index as u16 + 1;
    descriptor
}

#[cold]
fn refuse(grant: &DirGrant, errno: HostErrno) -> ! {
    let reason: &[u8] = match errno {
        HostErrno::NOENT => b"no such folder",
        HostErrno::NOTDIR => b"not a folder",
        HostErrno::ACCES | HostErrno::PERM => b"permission denied",
        HostErrno::LOOP => b"too many symbolic links",
        HostErrno::NAMETOOLONG => b"the path is too long",
        HostErrno::MFILE | HostErrno::NFILE => b"too many open files",
        _ => b"it cannot be opened",
    };
    // SAFETY: a record of the program.
    let host = unsafe { elements(grant.host) };
    fail(1, &[b"--dir ", host, b": ", reason, b"; the folder was granted to this program when it was built"])
}
