//! The board's record, which the object defines.

use ahead_abi::board::Board;

unsafe extern "C" {
    /// The record, for the assembly of start-up.
    #[link_name = "ahead_board"]
    pub safe static BOARD: Board;
}

/// The board this image is for.
#[inline]
pub fn board() -> &'static Board {
    &BOARD
}
