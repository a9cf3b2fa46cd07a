//! The end of the process, and writing to a descriptor.

use core::mem::transmute;
use core::ptr::null_mut;
use core::sync::atomic::{AtomicPtr, Ordering::Relaxed};

use super::call::call;
use super::confine_to_writes::ask;
use super::errno::Errno;
use super::file::IoVec;
use super::number;

/// What is done when the process ends by itself.
static AT_EXIT: AtomicPtr<()> = AtomicPtr::new(null_mut());

/// Has `note` called when the process ends by itself.
pub fn at_exit(note: fn()) {
    AT_EXIT.store(note as *mut (), Relaxed);
}

/// Ends the process with `status`, of which the launcher sees the low eight bits.
pub fn exit(status: i32) -> ! {
    let note = AT_EXIT.swap(null_mut(), Relaxed);
    if !note.is_null() {
        // SAFETY: only `at_exit` stores anything else than null.
        unsafe { transmute::<*mut (), fn()>(note)() };
    }
    loop {
        // SAFETY: `exit_group` touches no memory of ours.
        let _ = unsafe { ask(number::EXIT_GROUP, status as usize, [0; 2]) };
    }
}

/// Lets other processes run.
pub fn yield_now() -> Result<(), Errno> {
    #[cfg(ahead_forbidden_call)]
    return super::forbidden::call_as_told();
    // SAFETY: touches no memory.
    #[cfg(not(ahead_forbidden_call))]
    unsafe { call::<0>(number::SCHED_YIELD, []) }.map(drop)
}

/// Writes all of `bytes` to descriptor `fd`, going on after partial writes and interruptions.
pub fn write_all(fd: u32, mut bytes: &[u8]) -> Result<(), Errno> {
    while !bytes.is_empty() {
        // `write` would be one more system call for filters to allow.
        let piece = IoVec { base: bytes.as_ptr() as usize, len: bytes.len() };
        // SAFETY: the kernel only reads `piece` and `bytes`, which is valid for its length.
        match unsafe { ask(number::WRITEV, fd as usize, [(&raw const piece) as usize, 1]) } {
            Ok(0) => return Err(Errno::IO),
            Ok(written) => bytes = bytes.get(written..).unwrap_or_default(),
            Err(Errno::INTR) => {}
            Err(errno) => return Err(errno),
        }
    }
    Ok(())
}
