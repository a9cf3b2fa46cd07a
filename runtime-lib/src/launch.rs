//! What the launcher handed over: arguments, environment and auxiliary vector, read where the
//! kernel put them (psABI, "Initial Process Stack") and as often as needed, nothing copied.

use core::ffi::CStr;
use core::ptr::null_mut;
use core::sync::atomic::{AtomicPtr, Ordering::Relaxed};

use crate::program::{elements, program};

/// The word that holds argc; argv, envp and the auxiliary vector follow.
static INITIAL_STACK: AtomicPtr<usize> = AtomicPtr::new(null_mut());

/// Keeps the address of the initial stack; the rest of this file reads it.
///
/// # Safety
/// `stack` is the stack pointer at the entry of the process.
pub unsafe fn keep(stack: *const usize) {
    INITIAL_STACK.store(stack.cast_mut(), Relaxed);
}

/// The arguments, the name the program was launched by first (unless the launcher gave none).
pub fn arguments() -> Strings {
    // SAFETY: argv follows argc.
    Strings { next: unsafe { INITIAL_STACK.load(Relaxed).add(1) } }
}

/// The program's arguments: those fixed when it was built, or else the launcher's.
pub fn program_arguments() -> impl Iterator<Item = &'static [u8]> + Clone {
    // SAFETY: a record of the program, and so is each string in it.
    let fixed = unsafe { elements(program().grants.args) };
    let launched = fixed.is_empty().then(arguments).into_iter().flatten();
    // SAFETY: as above.
    fixed.iter().map(|arg| unsafe { elements(*arg) }).chain(launched)
}

/// The environment, as `NAME=value`.
pub fn environment() -> Strings {
    // SAFETY: envp follows argv.
    Strings { next: unsafe { past(arguments().next) } }
}

/// The value of entry `kind` of the auxiliary vector (`AT_*` of `linux/auxvec.h`), if there is one.
pub fn auxiliary(kind: usize) -> Option<usize> {
    // SAFETY: pairs of words follow envp, the last with kind 0 (`AT_NULL`).
    unsafe {
        let mut entry = past(environment().next);
        loop {
            match entry.read() {
                0 => return None,
                found if found == kind => return Some(entry.add(1).read()),
                _ => entry = entry.add(2),
            }
        }
    }
}

/// The address past an array that ends with null.
///
/// # Safety
/// `array` is such an array.
#[inline(never)]
unsafe fn past(mut array: *const usize) -> *const usize {
    // SAFETY: the caller's promise.
    unsafe {
        while array.read() != 0 {
            array = array.add(1);
        }
        array.add(1)
    }
}

/// Bytes of a page of the host, a power of two: `AT_PAGESZ`.
pub fn page_size() -> usize {
    const AT_PAGESZ: usize = 6;
    auxiliary(AT_PAGESZ).unwrap_or(4096)
}

/// Strings of the initial stack: an array of addresses that ends with null.
#[derive(Clone)]
pub struct Strings {
    next: *const usize,
}

impl Iterator for Strings {
    type Item = &'static [u8];

    fn next(&mut self) -> Option<&'static [u8]> {
        // SAFETY: `next` is inside the array, whose last word is null and is not passed; the
        // others are addresses of NUL-terminated strings that nothing writes.
        unsafe {
            let string = self.next.read();
            if string == 0 {
                return None;
            }
            self.next = self.next.add(1);
            Some(CStr::from_ptr(string as *const _).to_bytes())
        }
    }
}
