//! A board without an operating system: what its target file and the flags of the build say of it.

use crate::{Bytes, Slice};

/// The board; the object of a program for one exports it as [`crate::symbol::BOARD`]. Read-only.
#[repr(C)]
pub struct Board {
    /// Where stdin, stdout and stderr are.
    pub uart: Uart,
    /// How a run ends.
    pub exit: Exit,
    /// What start-up finds itself in.
    pub privilege: Privilege,
    /// Ticks of the timer in a second; 0: the processor has a register that says.
    pub timer_hz: u64,
    /// Where random numbers come from.
    pub random: Random,
    /// For [`Random::Seed`].
    pub seed: u64,
    /// Host address of the first byte of RAM.
    pub ram_start: u64,
    /// Bytes of RAM.
    pub ram_len: u64,
    /// The granted folders with all that is in them. First the folders themselves, in the order of
    /// [`crate::grants::Grants::dirs`]; the entries of a folder are next to each other, sorted by name.
    pub entries: Slice<PackedEntry>,
}

/// A serial port.
#[repr(C)]
pub struct Uart {
    /// Host address of its registers.
    pub address: u64,
    /// Which registers it has.
    pub kind: UartKind,
    /// log2 of the distance in bytes from one register to the next.
    pub register_shift: u32,
}

/// Which registers a serial port has.
#[repr(u32)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UartKind {
    /// ARM's PrimeCell PL011.
    Pl011 = 0,
    /// 8250 and 16550, and their many descendants.
    Ns16550 = 1,
}

/// How a run ends.
#[repr(C)]
pub struct Exit {
    /// Host address, for [`ExitKind::SifiveTest`].
    pub address: u64,
    /// By which means.
    pub kind: ExitKind,
    /// Zero.
    pub padding: u32,
}

/// By which means a run ends.
#[repr(u32)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ExitKind {
    /// None: the processor waits forever, and nobody learns the status.
    Halt = 0,
    /// The debugger or emulator is asked (ARM's semihosting): it learns the status.
    Semihosting = 1,
    /// SiFive's test finisher, a register: the emulator learns the status.
    SifiveTest = 2,
    /// The system reset extension of RISC-V's SBI: the firmware learns whether it failed.
    Sbi = 3,
}

/// What start-up finds itself in (RISC-V; AArch64 tells by itself).
#[repr(u64)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Privilege {
    /// Machine mode: no firmware below.
    Machine = 0,
    /// Supervisor mode, below it firmware that provides the SBI.
    Supervisor = 1,
}

/// Where random numbers come from.
#[repr(u64)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Random {
    /// Nowhere.
    None = 0,
    /// A generator that starts from [`Board::seed`]: the same numbers in each run.
    Seed = 1,
    /// The instruction of AArch64's `FEAT_RNG`.
    Rndr = 2,
}

/// A file or folder that is part of the image.
#[repr(C)]
pub struct PackedEntry {
    /// Name, one component; empty for a granted folder.
    pub name: Bytes,
    /// Index of the folder that it is in; its own for a granted one.
    pub parent: u64,
    /// What it is.
    pub kind: PackedKind,
    /// Of a file its bytes.
    pub contents: Bytes,
    /// Of a folder the index of its first entry.
    pub first: u64,
    /// Of a folder the count of its entries.
    pub count: u64,
}

/// What a packed entry is.
#[repr(u64)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PackedKind {
    /// A regular file.
    File = 0,
    /// A folder.
    Folder = 1,
}
