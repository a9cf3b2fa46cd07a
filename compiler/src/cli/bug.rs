//! A panic of ours in, one message that asks to report it out.

use std::panic;
use std::sync::atomic::{AtomicBool, Ordering};

/// Makes panics, on whatever thread, say once that they are bugs of ours. The exit status of a
/// panic is 101.
pub fn report_panics() {
    static REPORTED: AtomicBool = AtomicBool::new(false);
    panic::set_hook(Box::new(|panic| {
        if REPORTED.swap(true, Ordering::Relaxed) {
            return;
        }
        let message = panic.payload_as_str().unwrap_or("no message");
        let place = panic.location().map(|place| format!(" at {place}")).unwrap_or_default();
        eprintln!(
            "error: a bug in ahead {version}: {message}{place}\n\
             Please report it, with the module and this message: {repository}/issues",
            version = env!("CARGO_PKG_VERSION"),
            repository = env!("CARGO_PKG_REPOSITORY"),
        );
    }));
}
