//! Names of RISC-V's vDSO.

/// `clock_gettime` without a system call.
pub const CLOCK_GETTIME: &[u8] = b"__vdso_clock_gettime";
