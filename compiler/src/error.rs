//! Everything that can go wrong between a module and an executable: one variant a stage.

use crate::{link, target};

/// Why there is no executable.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The target named is not there.
    #[error(transparent)]
    Target(#[from] target::Unknown),
    /// The processor named means nothing for the target.
    #[error(transparent)]
    Cpu(#[from] target::cpu::Error),
    /// Object and runtime do not make an executable.
    #[error(transparent)]
    Link(#[from] link::Error),
}
