//! What differs from one operating system to another, under the same file names in each folder.

mod clock_id;
pub mod file_types;
mod guest_path;

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
// A glob: the list of files is in one place, the folder.
pub use linux::*;

#[cfg(target_os = "none")]
mod bare;
#[cfg(target_os = "none")]
// A glob, as above.
pub use bare::*;

// Which processor it is, is decided there; whether there is a board at all, here.
#[cfg(target_os = "none")]
#[path = "../arch/board/mod.rs"]
mod board;
