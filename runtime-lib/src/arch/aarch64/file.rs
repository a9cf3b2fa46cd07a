//! Files as Linux shows them on AArch64: flags of `open` (`arch/arm64/include/uapi/asm/fcntl.h`)
//! and the record of `fstat`.

pub use super::super::generic_stat::Stat;

/// `O_DIRECTORY`
pub const O_DIRECTORY: u32 = 0o40_000;
/// `O_NOFOLLOW`
pub const O_NOFOLLOW: u32 = 0o100_000;
