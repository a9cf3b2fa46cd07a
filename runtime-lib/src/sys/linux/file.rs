//! Open files: typed wrappers over the system calls on a host descriptor.

use core::mem::MaybeUninit;

use super::call::call;
use super::confine_to_writes::ask;
use super::errno::Errno;
use super::number;
pub use crate::arch::file::{O_DIRECTORY, O_NOFOLLOW, Stat};
// A glob: whoever works with files takes all of it from here.
pub use crate::sys::file_types::*;

/// `AT_SYMLINK_NOFOLLOW`
const AT_SYMLINK_NOFOLLOW: usize = 0x100;

pub(super) const F_GETFL: usize = 3;
const F_SETFL: usize = 4;
pub(super) const TCGETS: usize = 0x5401;
const FIONREAD: usize = 0x541B;
const SOL_SOCKET: usize = 1;
const SO_TYPE: usize = 3;

fn done(result: Result<usize, Errno>) -> Result<(), Errno> {
    result.map(|_| ())
}

/// Carries out one transfer. Answers the count of bytes.
///
/// # Safety
/// Each buffer is valid for its length, for the kernel to read or write.
pub unsafe fn transfer(fd: HostFd, buffers: &[IoVec], transfer: Transfer) -> Result<usize, Errno> {
    let (fd, [address, len]) = (fd as usize, [buffers.as_ptr() as usize, buffers.len()]);
    loop {
        // SAFETY: the caller's promise for the buffers; the list of them is valid.
        let moved = unsafe {
            match transfer {
                Transfer::Read => call(number::READV, [fd, address, len]),
                Transfer::ReadAt(offset) => call(number::PREADV, [fd, address, len, offset as usize, 0]),
                Transfer::Write => ask(number::WRITEV, fd, [address, len]),
                Transfer::WriteAt(offset) => call(number::PWRITEV, [fd, address, len, offset as usize, 0]),
            }
        };
        match moved {
            Err(Errno::INTR) => {}
            result => return result,
        }
    }
}

/// Closes `fd`. An error of an earlier write comes back here; the descriptor is gone in any case.
pub fn close(fd: HostFd) -> Result<(), Errno> {
    // SAFETY: the caller owns the descriptor.
    match unsafe { call(number::CLOSE, [fd as usize]) } {
        // Linux has closed it all the same.
        Ok(_) | Err(Errno::INTR) => Ok(()),
        Err(errno) => Err(errno),
    }
}

/// Makes `to` another descriptor of what `from` is.
pub fn duplicate_onto(from: HostFd, to: HostFd) -> Result<(), Errno> {
    // SAFETY: the caller owns both descriptors.
    done(unsafe { call(number::DUP3, [from as usize, to as usize, O_CLOEXEC as usize]) })
}

/// Moves the file's offset. Answers the new one, from the start.
pub fn seek(fd: HostFd, offset: i64, whence: Whence) -> Result<u64, Errno> {
    // SAFETY: touches no memory.
    unsafe { ask(number::LSEEK, fd as usize, [offset as usize, whence as usize]) }.map(|offset| offset as u64)
}

/// What the file is.
pub fn stat(fd: HostFd) -> Result<Stat, Errno> {
    let mut stat = Stat::default();
    // SAFETY: the kernel writes one `struct stat`.
    unsafe { ask(number::FSTAT, fd as usize, [(&raw mut stat) as usize, 0]) }?;
    Ok(stat)
}

/// Whether the file is one of procfs, through which a process may write its own memory.
pub fn is_of_procfs(fd: HostFd) -> bool {
    const PROC_SUPER_MAGIC: u64 = 0x9fa0;
    // Longer than any `struct statfs`, which starts with the type.
    let mut statfs = [0u64; 32];
    // SAFETY: the kernel writes one `struct statfs`.
    let told = unsafe { ask(number::FSTATFS, fd as usize, [(&raw mut statfs) as usize, 0]) };
    // Procfs always tells.
    told.is_ok() && statfs[0] == PROC_SUPER_MAGIC
}

/// Flags of `open` that the file has now.
pub fn flags(fd: HostFd) -> Result<u32, Errno> {
    // SAFETY: touches no memory.
    unsafe { ask(number::FCNTL, fd as usize, [F_GETFL, 0]) }.map(|flags| flags as u32)
}

/// Sets `O_APPEND` and `O_NONBLOCK` as in `flags`; the kernel ignores the rest.
pub fn set_flags(fd: HostFd, flags: u32) -> Result<(), Errno> {
    // SAFETY: touches no memory.
    done(unsafe { call(number::FCNTL, [fd as usize, F_SETFL, flags as usize]) })
}

/// Whether the file is a terminal.
pub fn is_terminal(fd: HostFd) -> bool {
    // Larger than any `struct termios`.
    let mut termios = MaybeUninit::<[u64; 16]>::uninit();
    // SAFETY: the kernel writes one `struct termios`, 60 bytes at most.
    unsafe { ask(number::IOCTL, fd as usize, [TCGETS, termios.as_mut_ptr() as usize]) }.is_ok()
}

/// Bytes that can be read at once, of a pipe, terminal or socket.
pub fn readable_bytes(fd: HostFd) -> Result<u64, Errno> {
    let mut count = 0i32;
    // SAFETY: the kernel writes one `int`.
    unsafe { call(number::IOCTL, [fd as usize, FIONREAD, (&raw mut count) as usize]) }?;
    Ok(count as u64)
}

/// The type of a socket: 1 for a stream, 2 for datagrams.
pub fn socket_type(fd: HostFd) -> Result<i32, Errno> {
    let mut kind = 0i32;
    let mut len = size_of::<i32>() as u32;
    let args = [fd as usize, SOL_SOCKET, SO_TYPE, (&raw mut kind) as usize, (&raw mut len) as usize];
    // SAFETY: the kernel writes at most `len` bytes to `kind`, and a count to `len`.
    unsafe { call(number::GETSOCKOPT, args) }?;
    Ok(kind)
}

/// Says how `len` bytes from `offset` on will be used; `advice` as in `posix_fadvise`.
pub fn advise(fd: HostFd, offset: u64, len: u64, advice: u32) -> Result<(), Errno> {
    // SAFETY: touches no memory.
    done(unsafe { call(number::FADVISE64, [fd as usize, offset as usize, len as usize, advice as usize]) })
}

/// Makes sure that `len` bytes from `offset` on have room; the file grows to hold them.
pub fn allocate(fd: HostFd, offset: u64, len: u64) -> Result<(), Errno> {
    loop {
        // SAFETY: touches no memory.
        match unsafe { call(number::FALLOCATE, [fd as usize, 0, offset as usize, len as usize]) } {
            Err(Errno::INTR) => {}
            result => return done(result),
        }
    }
}

/// Sets the file's size in bytes.
pub fn set_size(fd: HostFd, size: u64) -> Result<(), Errno> {
    // SAFETY: touches no memory.
    done(unsafe { call(number::FTRUNCATE, [fd as usize, size as usize]) })
}

/// Waits until the file's data and metadata are on the disk.
pub fn sync(fd: HostFd) -> Result<(), Errno> {
    // SAFETY: touches no memory.
    done(unsafe { call(number::FSYNC, [fd as usize]) })
}

/// Waits until the file's data is on the disk.
pub fn sync_data(fd: HostFd) -> Result<(), Errno> {
    // SAFETY: touches no memory.
    done(unsafe { call(number::FDATASYNC, [fd as usize]) })
}

/// Sets the times of last access and modification of an open file.
pub fn set_times(fd: HostFd, times: &[TimeSpec; 2]) -> Result<(), Errno> {
    // SAFETY: the kernel reads two `struct timespec`; a null path stands for `fd` itself.
    done(unsafe { call(number::UTIMENSAT, [fd as usize, 0, times.as_ptr() as usize, 0]) })
}

/// Fills `buffer` with entries of a directory from its offset on: `struct linux_dirent64` each.
/// Answers the count of bytes; 0 at the end.
pub fn read_entries(fd: HostFd, buffer: &mut [u8]) -> Result<usize, Errno> {
    // SAFETY: the kernel writes at most the buffer's length.
    unsafe { call(number::GETDENTS64, [fd as usize, buffer.as_mut_ptr() as usize, buffer.len()]) }
}

/// Opens `path`, from the folder `dir` on, without any care where it leads: for paths that the
/// builder of the program gave, and for single names of entries.
pub fn open_at(dir: HostFd, path: HostPath, flags: u32, mode: u32) -> Result<HostFd, Errno> {
    loop {
        let args = [dir as usize, path.address(), (flags | O_CLOEXEC) as usize, mode as usize];
        // SAFETY: the kernel reads a string that ends with a NUL (`HostPath`).
        match unsafe { call(number::OPENAT, args) } {
            Err(Errno::INTR) => {}
            result => return result.map(|fd| fd as HostFd),
        }
    }
}

/// What the entry `name` of `dir` is; a symbolic link is not followed.
pub fn stat_at(dir: HostFd, name: HostPath) -> Result<Stat, Errno> {
    let mut stat = Stat::default();
    let args = [dir as usize, name.address(), (&raw mut stat) as usize, AT_SYMLINK_NOFOLLOW];
    // SAFETY: the kernel reads a string that ends with a NUL, and writes one `struct stat`.
    unsafe { call(number::NEWFSTATAT, args) }?;
    Ok(stat)
}

/// Sets the times of the entry `name` of `dir`; a symbolic link is not followed.
pub fn set_times_at(dir: HostFd, name: HostPath, times: &[TimeSpec; 2]) -> Result<(), Errno> {
    let args = [dir as usize, name.address(), times.as_ptr() as usize, AT_SYMLINK_NOFOLLOW];
    // SAFETY: the kernel reads a string that ends with a NUL, and two `struct timespec`.
    done(unsafe { call(number::UTIMENSAT, args) })
}

/// Reads the target of the symbolic link `name` of `dir`: up to `len` bytes, to `target`. Answers
/// their count. Errors: `INVAL` if it is not a symbolic link.
///
/// # Safety
/// `target` is valid for the kernel to write `len` bytes.
pub unsafe fn read_link_at(dir: HostFd, name: HostPath, target: usize, len: usize) -> Result<usize, Errno> {
    // SAFETY: the kernel reads a string that ends with a NUL; the rest is the caller's promise.
    unsafe { call(number::READLINKAT, [dir as usize, name.address(), target, len]) }
}

/// Creates the folder `name` in `dir`.
pub fn make_directory_at(dir: HostFd, name: HostPath) -> Result<(), Errno> {
    // SAFETY: the kernel reads a string that ends with a NUL.
    done(unsafe { call(number::MKDIRAT, [dir as usize, name.address(), 0o777]) })
}

/// Removes the entry `name` of `dir`.
pub fn remove_at(dir: HostFd, name: HostPath, what: Remove) -> Result<(), Errno> {
    // SAFETY: the kernel reads a string that ends with a NUL.
    done(unsafe { call(number::UNLINKAT, [dir as usize, name.address(), what as usize]) })
}

/// Renames an entry; one of the new name is replaced.
pub fn rename_at(from: (HostFd, HostPath), to: (HostFd, HostPath)) -> Result<(), Errno> {
    let args = [from.0 as usize, from.1.address(), to.0 as usize, to.1.address(), 0];
    // SAFETY: the kernel reads two strings that end with a NUL.
    done(unsafe { call(number::RENAMEAT2, args) })
}

/// Makes a hard link; a symbolic link is linked itself.
pub fn link_at(from: (HostFd, HostPath), to: (HostFd, HostPath)) -> Result<(), Errno> {
    let args = [from.0 as usize, from.1.address(), to.0 as usize, to.1.address(), 0];
    // SAFETY: the kernel reads two strings that end with a NUL.
    done(unsafe { call(number::LINKAT, args) })
}

/// Makes the symbolic link `name` in `dir`, which points to `target`.
pub fn make_symlink_at(target: HostPath, dir: HostFd, name: HostPath) -> Result<(), Errno> {
    // SAFETY: the kernel reads two strings that end with a NUL.
    done(unsafe { call(number::SYMLINKAT, [target.address(), dir as usize, name.address()]) })
}
