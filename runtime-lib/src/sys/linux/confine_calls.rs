//! The last step of start-up: a filter in, a process with no system calls but those it allows out.

use ahead_abi::confinement::Instruction;

use super::call::call;
use super::errno::Errno;
use super::number;
use crate::program::program;
use crate::text::fail;
use crate::wasi::audit;

/// `struct sock_fprog`.
#[repr(C)]
struct Filter {
    len: u16,
    instructions: *const Instruction,
}

/// Leaves no system calls but those that the compiler listed; any other ends the process with
/// `SIGSYS`. Where the system cannot, the program runs without.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_confine_calls() {
    if confine().is_err() {
        go_without(MEANS);
    }
}

/// The same, or ends the program.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_confine_calls_strictly() {
    if confine().is_err() {
        refuse(MEANS);
    }
}

const MEANS: &[u8] = b"filters of system calls (seccomp)";

fn confine() -> Result<(), Errno> {
    const SECCOMP_SET_MODE_FILTER: usize = 1;
    // Kernels before 5.16 would slow the processor down for filtered processes, against attacks on
    // what a process keeps secret from itself: this one keeps nothing from its guest by that means.
    const SECCOMP_FILTER_FLAG_SPEC_ALLOW: usize = 4;
    let filter = program().grants.confinement.filter;
    let filter = Filter { len: filter.len as u16, instructions: filter.ptr };
    let args = [SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_SPEC_ALLOW, (&raw const filter) as usize];
    // SAFETY: the kernel copies the instructions, which the compiler wrote.
    forbid_new_privileges().and_then(|()| unsafe { call(number::SECCOMP, args) }).map(drop)
}

/// Keeps programs that this one might start from getting more privileges: what the kernel asks of
/// those who confine themselves.
pub(super) fn forbid_new_privileges() -> Result<(), Errno> {
    const PR_SET_NO_NEW_PRIVS: usize = 38;
    // SAFETY: touches no memory.
    unsafe { call(number::PRCTL, [PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0]) }.map(drop)
}

/// The system lacks a means of confinement: the end of a program that was built to insist on it.
#[cold]
pub(super) fn refuse(means: &[u8]) -> ! {
    fail(
        1,
        &[
            b"this system has no ",
            means,
            b", and the program was built with `--confine strict`; \
            one built with `--confine auto` runs without",
        ],
    )
}

/// The system lacks a means of confinement, and the program takes what there is.
#[cold]
pub(super) fn go_without(means: &[u8]) {
    audit::say(&[b"less confined: this system has no ", means]);
}
