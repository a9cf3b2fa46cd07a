//! A function as it is to be compiled in; out, the same with counters, or with what is known of how often its blocks
//! run: what seldom or never does comes last, and, on x86-64, elsewhere ([`split`]).
//!
//! What is counted are the blocks and the critical edges of the last form that a function has in CLIF: that of the
//! next build is the same, as long as the module, the flags and the compiler are.

mod count;
mod edge;
mod heat;
mod split;
mod turn;

pub(super) use count::count;
pub use heat::Heat;
pub(super) use heat::{Blocks, apply, code_heats};
pub(super) use split::split;
pub use split::{Distance, Piece, Pieces};
