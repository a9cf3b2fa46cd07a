//! What a program may do: fixed when it is built.

use crate::confinement::Confinement;
use crate::{Bytes, Slice};

/// Everything granted. What is not here is not allowed.
#[repr(C)]
pub struct Grants {
    /// Folders, in the order of their descriptors, which start at 3.
    pub dirs: Slice<DirGrant>,
    /// Listening sockets, whose descriptors follow those of the folders.
    pub listen: Slice<ListenGrant>,
    /// Environment variables, in order.
    pub env: Slice<EnvGrant>,
    /// Whether the launcher's other variables are seen too.
    pub environment: Environment,
    /// What the descriptors 0 to 2 are.
    pub stdio: Stdio,
    /// Families of functions that are refused, as [`crate::denial::Family::bit`] has them.
    pub denied: u64,
    /// Arguments fixed at build time, argv[0] included; none: the launcher's.
    pub args: Slice<Bytes>,
    /// How much it may use.
    pub limits: Limits,
    /// How the kernel holds it to all this.
    pub confinement: Confinement,
}

/// A folder.
#[repr(C)]
pub struct DirGrant {
    /// Host path as given; a relative one is resolved at start against the working directory.
    pub host: Bytes,
    /// The guest's name for it (`fd_prestat_dir_name`).
    pub guest: Bytes,
    /// What may be done in it.
    pub access: DirAccess,
}

/// What may be done in a granted folder.
#[repr(u64)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DirAccess {
    /// Anything.
    ReadWrite = 0,
    /// Nothing that changes it: calls that would answer `ROFS` (preview 1 rights are reduced too).
    ReadOnly = 1,
}

/// A TCP socket that listens when the program starts.
#[repr(C)]
pub struct ListenGrant {
    /// The address for messages, as `127.0.0.1:80` or `[::1]:80`.
    pub text: Bytes,
    /// The address for the kernel: a `sockaddr_in` or `sockaddr_in6`.
    pub address: Bytes,
}

/// Which variables the program sees besides those in [`Grants::env`].
#[repr(u64)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Environment {
    /// None.
    Granted = 0,
    /// All of the launcher's whose names are not granted another value.
    Launcher = 1,
}

/// What the descriptors 0 to 2 are.
#[repr(u64)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stdio {
    /// The launcher's standard input, output and error.
    Inherit = 0,
    /// Not open, and given to nothing else.
    None = 1,
}

/// How much a program may use. 0: as much as the system lets it.
#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct Limits {
    /// Open descriptors, the first ones included.
    pub fds: u64,
    /// Bytes of a file that it writes to.
    pub file_size: u64,
    /// Seconds of processor time, of program and kernel.
    pub cpu_seconds: u64,
    /// Seconds from its start to its end.
    pub wall_seconds: u64,
}

/// An environment variable.
#[repr(C)]
pub struct EnvGrant {
    /// Name, without `=`.
    pub name: Bytes,
    /// Value, when `source` is `Fixed`.
    pub value: Bytes,
    /// Where the value comes from.
    pub source: EnvSource,
}

/// Where a variable's value comes from.
#[repr(u64)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EnvSource {
    /// Given at build time.
    Fixed = 0,
    /// The launcher's environment at start; left out when it is not set there.
    Launcher = 1,
}
