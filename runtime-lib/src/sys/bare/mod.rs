//! A board without an operating system: the registers of its devices, and what the image brings.

pub mod clock;
// The numbers are Linux's, so that WASI's become of them in one place.
#[path = "../linux/errno.rs"]
pub mod errno;
pub mod fault;
pub mod file;
mod folder;
mod open_file;
pub mod pages;
pub mod path;
pub mod poll;
pub mod process;
pub mod raise;
pub mod random;
mod record;
pub mod socket;
pub mod stack;
mod start;
pub mod stdio;
mod uart;

pub use record::{BOARD, board as board_record};
pub use start::start_board;
