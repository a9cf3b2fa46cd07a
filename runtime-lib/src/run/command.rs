//! A command or a reactor: runs the program's entry, then ends the process.

use crate::program::program;
use crate::sys::process::exit;

/// Instantiates the program, calls its entry if it has one, and exits with 0.
///
/// # Safety
/// Called once, by start-up.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ahead_run_command() -> ! {
    // SAFETY: generated functions, called as the record says.
    unsafe {
        (program().initialize)();
        if let Some(entry) = program().entry {
            entry();
        }
    }
    exit(0)
}
