//! What differs from one operating system to another, under the same file names in each folder.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
// A glob: the list of files is in one place, the folder.
pub use linux::*;
