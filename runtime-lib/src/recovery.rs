//! A way back from traps, for the script driver: a function that may trap goes in, and it returns
//! or the trap's kind comes out.

use core::ptr::null_mut;
use core::sync::atomic::{AtomicPtr, AtomicU8, AtomicUsize, Ordering::Relaxed};

use ahead_abi::trap::TrapKind;

use crate::arch::{call_recoverable, resume_recoverable};
use crate::text::Text;

/// Stack pointer to resume with; 0 while no recovery is armed.
static SAVED_SP: AtomicUsize = AtomicUsize::new(0);
/// Number of the kind of the last trap that was recovered from.
static KIND: AtomicU8 = AtomicU8::new(0);
/// Output to write when a fault ends the process after all; null when there is none.
static UNWRITTEN: AtomicPtr<Text> = AtomicPtr::new(null_mut());

/// Where the interrupted code goes on.
pub struct Resume {
    /// Address of the instruction.
    pub pc: usize,
    /// Stack pointer.
    pub sp: usize,
}

/// Calls `function` with `argument`; a trap in it comes back as an error.
///
/// # Safety
/// Those of `function`, which must hold nothing that a jump out of it would leave broken.
pub unsafe fn catch(function: unsafe extern "C" fn(*mut u8), argument: *mut u8) -> Result<(), TrapKind> {
    // SAFETY: the caller's promise.
    let outcome = unsafe { call_recoverable(function, argument, SAVED_SP.as_ptr()) };
    SAVED_SP.store(0, Relaxed);
    match TrapKind::from_number(KIND.swap(0, Relaxed)) {
        Some(kind) if outcome != 0 => Err(kind),
        _ => Ok(()),
    }
}

/// Where to go on after a trap of this kind; `None` when nobody waits for one.
pub fn after(kind: TrapKind) -> Option<Resume> {
    match SAVED_SP.swap(0, Relaxed) {
        0 => None,
        sp => {
            KIND.store(kind as u8, Relaxed);
            Some(Resume { pc: resume_recoverable as *const () as usize, sp })
        }
    }
}

/// Has `text` written when a fault that is no trap ends the process.
///
/// # Safety
/// `text` stays where it is until the process ends, and is not in use while generated code runs.
pub unsafe fn keep_unwritten(text: *mut Text) {
    UNWRITTEN.store(text, Relaxed);
}

/// Writes what [`keep_unwritten`] was told of.
pub fn write_unwritten() {
    // SAFETY: `keep_unwritten` was promised that the text is there and nobody else uses it.
    if let Some(text) = unsafe { UNWRITTEN.load(Relaxed).as_mut() } {
        text.flush();
    }
}
