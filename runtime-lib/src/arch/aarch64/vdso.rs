//! Names of AArch64's vDSO.

/// `clock_gettime` without a system call.
pub const CLOCK_GETTIME: &[u8] = b"__kernel_clock_gettime";
