//! Files as Linux shows them on x86-64: flags of `open` and the record of `fstat`.

/// `O_DIRECTORY`
pub const O_DIRECTORY: u32 = 0o200_000;
/// `O_NOFOLLOW`
pub const O_NOFOLLOW: u32 = 0o400_000;

/// `struct stat` (`arch/x86/include/uapi/asm/stat.h`).
#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct Stat {
    /// Device that holds the file.
    pub st_dev: u64,
    /// Inode number.
    pub st_ino: u64,
    /// Count of hard links.
    pub st_nlink: u64,
    /// Type and permissions.
    pub st_mode: u32,
    st_uid: u32,
    st_gid: u32,
    padding: u32,
    /// Which device it is, of a device.
    pub st_rdev: u64,
    /// Bytes.
    pub st_size: i64,
    st_blksize: i64,
    st_blocks: i64,
    /// Last access: seconds since 1970.
    pub st_atime: i64,
    /// Last access: nanoseconds of the second.
    pub st_atime_nsec: u64,
    /// Last modification: seconds since 1970.
    pub st_mtime: i64,
    /// Last modification: nanoseconds of the second.
    pub st_mtime_nsec: u64,
    /// Last status change: seconds since 1970.
    pub st_ctime: i64,
    /// Last status change: nanoseconds of the second.
    pub st_ctime_nsec: u64,
    unused: [i64; 3],
}
