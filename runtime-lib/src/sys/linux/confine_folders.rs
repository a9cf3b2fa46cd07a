//! Before guest code runs: the granted folders go in, a process that can open, make, remove and
//! rename nothing outside of them comes out (Landlock).
//!
//! What Landlock leaves open, looking at a file's size and times and setting its times, is closed by
//! the filter of system calls where the program has no function that does so.

use ahead_abi::grants::{DirAccess, DirGrant};

use super::call::call;
use super::confine_calls::{forbid_new_privileges, go_without, refuse};
use super::errno::Errno;
use super::file::{self, HostFd};
use super::number;
use crate::text::fail;
use crate::wasi::{audit, prepare};

/// Rights of Landlock (`LANDLOCK_ACCESS_FS_*`).
const READ_FILE: u64 = 1 << 2;
const READ_DIR: u64 = 1 << 3;
/// The rights of the first version of Landlock.
const FIRST: u64 = (1 << 13) - 1;
/// Renaming and linking from one folder to another: the second version has it. The first lets
/// nobody do that.
const REFER: u64 = 1 << 13;
/// Cutting a file's size: since the third version.
const TRUNCATE: u64 = 1 << 14;
const EXECUTE: u64 = 1 << 0;

/// `struct landlock_path_beneath_attr`, which is packed.
#[repr(C, packed)]
struct PathBeneath {
    allowed: u64,
    folder: HostFd,
}

/// Leaves no files to be opened, made, removed or renamed but those below granted folders, as they
/// were granted. Where the system cannot, the program runs without.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_confine_folders() {
    confine(go_without);
}

/// The same, or ends the program.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_confine_folders_strictly() {
    confine(|means| refuse(means));
}

const MEANS: &[u8] = b"rules for folders (Landlock)";

/// Does so, or what is to be done where the system has no Landlock. It may have it and lack what that takes for the
/// moment, such as a free descriptor: that is the end of the program.
fn confine(without: impl FnOnce(&'static [u8])) {
    let Ok(version) = version() else { return without(MEANS) };
    if confine_to(version, prepare::granted().iter().zip(prepare::hosts())).is_err() {
        fail(
            1,
            &[
                b"the system has ",
                MEANS,
                b", but refused those of this program; it may lack descriptors or memory, or have too many rules of others",
            ],
        );
    }
}

fn confine_to(
    version: usize,
    folders: impl Iterator<Item = (&'static DirGrant, HostFd)>,
) -> Result<(), Errno> {
    let handled = match version {
        1 => FIRST,
        2 => FIRST | REFER,
        _ => FIRST | REFER | TRUNCATE,
    };
    if version == 1 {
        audit::say(&[b"this kernel's first version of Landlock makes renames across folders fail"]);
    }
    // SAFETY: the kernel reads 8 bytes, the first field of `struct landlock_ruleset_attr`.
    let ruleset = unsafe { call(number::LANDLOCK_CREATE_RULESET, [(&raw const handled) as usize, 8, 0]) }?;
    let outcome = folders
        .map(|(grant, folder)| allow(ruleset, grant, folder, handled))
        .find(Result::is_err)
        .unwrap_or(Ok(()))
        .and_then(|()| forbid_new_privileges())
        // SAFETY: touches no memory.
        .and_then(|()| unsafe { call(number::LANDLOCK_RESTRICT_SELF, [ruleset, 0]) }.map(drop));
    file::close(ruleset as HostFd)?;
    outcome
}

fn allow(ruleset: usize, grant: &DirGrant, folder: HostFd, handled: u64) -> Result<(), Errno> {
    const LANDLOCK_RULE_PATH_BENEATH: usize = 1;
    let allowed = match grant.access {
        DirAccess::ReadOnly => READ_FILE | READ_DIR,
        // Pipes and devices that are there may be renamed; to make them there is no system call.
        DirAccess::ReadWrite => handled & !EXECUTE,
    };
    let rule = PathBeneath { allowed, folder };
    let args = [ruleset, LANDLOCK_RULE_PATH_BENEATH, (&raw const rule) as usize, 0];
    // SAFETY: the kernel reads one `struct landlock_path_beneath_attr`.
    unsafe { call(number::LANDLOCK_ADD_RULE, args) }.map(drop)
}

/// The version of Landlock that the kernel has. Errors: it has none, or it is switched off.
fn version() -> Result<usize, Errno> {
    const LANDLOCK_CREATE_RULESET_VERSION: usize = 1;
    // SAFETY: touches no memory.
    unsafe { call(number::LANDLOCK_CREATE_RULESET, [0, 0, LANDLOCK_CREATE_RULESET_VERSION]) }
}
