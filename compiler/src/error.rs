//! Everything that can go wrong between a module and an executable: one variant a stage.

use crate::{codegen, decode, emit, link, plan, target};

/// Why there is no executable.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The target named is not there.
    #[error(transparent)]
    Target(#[from] target::Unknown),
    /// The processor named means nothing for the target.
    #[error(transparent)]
    Cpu(#[from] target::cpu::Error),
    /// A module is malformed, invalid, or needs more than is supported.
    #[error(transparent)]
    Decode(#[from] decode::Error),
    /// The modules do not make a program.
    #[error(transparent)]
    Plan(#[from] plan::Error),
    /// A function could not be compiled.
    #[error(transparent)]
    Codegen(#[from] codegen::Error),
    /// The object could not be written.
    #[error(transparent)]
    Emit(#[from] emit::Error),
    /// Object and runtime do not make an executable.
    #[error(transparent)]
    Link(#[from] link::Error),
}
