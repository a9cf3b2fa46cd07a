//! What a program may do: fixed when it is built.

use crate::{Bytes, Slice};

/// Everything granted. What is not here is not allowed.
#[repr(C)]
pub struct Grants {
    /// Folders, in the order of their descriptors, which start at 3.
    pub dirs: Slice<DirGrant>,
    /// Environment variables, in order.
    pub env: Slice<EnvGrant>,
    /// Arguments fixed at build time, argv[0] included; none: the launcher's.
    pub args: Slice<Bytes>,
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
