//! Files as Linux shows them on RISC-V: flags of `open` (`include/uapi/asm-generic/fcntl.h`) and
//! the record of `fstat`.

pub use super::super::generic_stat::Stat;

/// `O_DIRECTORY`
pub const O_DIRECTORY: u32 = 0o200_000;
/// `O_NOFOLLOW`
pub const O_NOFOLLOW: u32 = 0o400_000;
