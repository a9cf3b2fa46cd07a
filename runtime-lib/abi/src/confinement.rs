//! How the kernel holds a program to its grants.

use crate::Slice;

/// What the start of the program asks the kernel for, before any guest code runs.
#[repr(C)]
pub struct Confinement {
    /// The system calls that are left, as a program for the kernel's filter (seccomp).
    pub filter: Slice<Instruction>,
}

/// How much of the confinement must be there.
#[repr(u64)]
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Mode {
    /// What the kernel offers.
    #[default]
    Auto = 0,
    /// All of it, or the program does not start.
    Strict = 1,
    /// Nothing is asked for.
    Off = 2,
}

/// An instruction of a filter: `struct sock_filter` of Linux.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Instruction {
    /// What it does.
    pub code: u16,
    /// Instructions to skip when the condition holds.
    pub jump_true: u8,
    /// Instructions to skip when it does not.
    pub jump_false: u8,
    /// Operand.
    pub operand: u32,
}
