//! Why there is no object.

/// An object that could not be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The code needs a relocation that the object format has not: a fault of ours.
    #[error("writing the object: {0}")]
    Module(String),
    /// The code is larger than its records can say.
    #[error("the program's code takes {0} bytes; the limit is 2 GiB")]
    CodeTooLarge(u64),
}
