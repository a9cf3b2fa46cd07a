//! The part `[board]` of a target file: what a board without an operating system is made of.

use ahead_abi::board::{ExitKind, Privilege, UartKind};
use serde::Deserialize;

/// A board.
#[derive(Clone, Debug)]
pub struct Board {
    /// What its file says.
    pub file: File,
    /// The text of its linker script.
    pub script: String,
    /// The name of the script's file.
    pub script_name: String,
}

/// `[board]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct File {
    /// Host address of the first byte of RAM.
    pub ram_start: u64,
    /// Bytes of RAM.
    pub ram_bytes: u64,
    /// Bytes of stack, when the user does not say.
    pub stack_bytes: u64,
    /// Bytes of flash that an image may take; `None`: it is loaded to RAM from elsewhere.
    #[serde(default)]
    pub flash_bytes: Option<u64>,
    /// The mode that start-up finds itself in (RISC-V).
    #[serde(default)]
    pub privilege: PrivilegeName,
    /// Ticks of the timer in a second; 0: the processor has a register that says.
    #[serde(default)]
    pub timer_hz: u64,
    /// The serial port.
    pub uart: Uart,
    /// How a run ends.
    pub exit: Exit,
    /// Where random numbers come from when no seed is given.
    #[serde(default)]
    pub random: RandomName,
}

/// The serial port.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Uart {
    /// Which registers it has.
    pub kind: UartName,
    /// Host address of the first one.
    pub address: u64,
    /// log2 of the bytes from one to the next.
    pub register_shift: u32,
}

/// How a run ends.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Exit {
    /// By which means.
    pub kind: ExitName,
    /// Host address of the register, where there is one.
    #[serde(default)]
    pub address: u64,
}

/// [`UartKind`], as target files name it.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UartName {
    /// [`UartKind::Pl011`]
    Pl011,
    /// [`UartKind::Ns16550`]
    Ns16550,
}

/// [`ExitKind`], as target files name it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExitName {
    /// [`ExitKind::Halt`]
    Halt,
    /// [`ExitKind::Semihosting`]
    Semihosting,
    /// [`ExitKind::SifiveTest`]
    SifiveTest,
    /// [`ExitKind::Sbi`]
    Sbi,
}

/// [`Privilege`], as target files name it.
#[derive(Clone, Copy, Default, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PrivilegeName {
    /// [`Privilege::Machine`]
    #[default]
    Machine,
    /// [`Privilege::Supervisor`]
    Supervisor,
}

/// What random numbers come from, as target files name it.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RandomName {
    /// There is no source.
    #[default]
    None,
    /// AArch64's instruction.
    Rndr,
}

impl From<UartName> for UartKind {
    fn from(name: UartName) -> Self {
        match name {
            UartName::Pl011 => UartKind::Pl011,
            UartName::Ns16550 => UartKind::Ns16550,
        }
    }
}

impl From<ExitName> for ExitKind {
    fn from(name: ExitName) -> Self {
        match name {
            ExitName::Halt => ExitKind::Halt,
            ExitName::Semihosting => ExitKind::Semihosting,
            ExitName::SifiveTest => ExitKind::SifiveTest,
            ExitName::Sbi => ExitKind::Sbi,
        }
    }
}

impl From<PrivilegeName> for Privilege {
    fn from(name: PrivilegeName) -> Self {
        match name {
            PrivilegeName::Machine => Privilege::Machine,
            PrivilegeName::Supervisor => Privilege::Supervisor,
        }
    }
}

/// WASI functions that answer `NOTSUP` on every board: what is packed into an image does not change,
/// and there are neither signals nor sockets.
pub const UNSUPPORTED: [&str; 16] = [
    "fd_allocate",
    "fd_filestat_set_size",
    "fd_filestat_set_times",
    "fd_pwrite",
    "path_create_directory",
    "path_filestat_set_times",
    "path_link",
    "path_remove_directory",
    "path_rename",
    "path_symlink",
    "path_unlink_file",
    "proc_raise",
    "sock_accept",
    "sock_recv",
    "sock_send",
    "sock_shutdown",
];
