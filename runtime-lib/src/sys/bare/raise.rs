//! Signals that the program sends itself.

use super::errno::Errno;

/// There are no signals on a board. Errors: `OPNOTSUPP`.
pub fn raise(_signal: usize) -> Result<(), Errno> {
    Err(Errno::OPNOTSUPP)
}
