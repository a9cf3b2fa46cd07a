//! Why a function was not compiled.

use std::io;
use std::path::PathBuf;

/// A function that could not be compiled.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The function is larger than the code generator can take.
    #[error(
        "{file}: function {function} is too large for the code generator ({reason}); split it, or build it with less inlining"
    )]
    TooLarge {
        /// The module's file.
        file: String,
        /// The function's name.
        function: String,
        /// Which limit it meets.
        reason: String,
    },
    /// The code generator refuses a setting.
    #[error("code generator setting `{setting}`: {reason}")]
    Setting {
        /// The setting.
        setting: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The profile is of something else.
    #[error(
        "no function is as it was when the profile was made: it is of another module, or was made with other flags or \
         another version of ahead; make it anew with `--profile-generate`"
    )]
    Profile,
    /// The file of the cache cannot be written.
    #[error("cannot keep compiled functions in {}: {source}; name another folder with `--cache`, or none", path.display())]
    Cache {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A fault of ours.
    #[error("internal error while compiling function {function} of {file}: {reason}")]
    Internal {
        /// The module's file.
        file: String,
        /// The function's name.
        function: String,
        /// What happened.
        reason: String,
        /// The function in CLIF, as far as it was built.
        clif: String,
    },
}
