//! Start-up of a board: a processor with a stack and zeroed data goes in, the program runs.

use super::uart;

/// What a launcher would leave on the stack, had there been one: no arguments, no environment and
/// no auxiliary vector, a zero word each.
static NO_LAUNCHER: [usize; 4] = [0; 4];

/// Runs the program.
///
/// # Safety
/// Called once, by the processor's own start-up.
pub unsafe extern "C" fn start_board() -> ! {
    uart::set_up();
    // SAFETY: the caller's promise; the words are what `launch` reads at the entry of a process.
    unsafe { crate::start::start(NO_LAUNCHER.as_ptr()) }
}
