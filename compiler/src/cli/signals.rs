//! Signals that end a process in; its end, without leftovers, out.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread;

use ahead::leftovers;
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGXFSZ};
use signal_hook::flag;
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

/// From now on the signals by which people end a process remove what it would leave first, and to write more than a
/// file may have is an error. What was to be ignored (`nohup`) is. A program that is executed gets none of this.
pub fn watch() {
    let ignored = ignored();
    let heeded = |signal: &i32| ignored & (1 << (signal - 1)) == 0;
    if heeded(&SIGXFSZ) {
        // That there is a handler does it.
        let _ = flag::register(SIGXFSZ, Arc::default());
    }
    let ending: Vec<i32> = [SIGHUP, SIGINT, SIGQUIT, SIGTERM].into_iter().filter(heeded).collect();
    let Ok(mut signals) = Signals::new(&ending) else { return };
    let thread = thread::Builder::new().name("signals".to_owned()).spawn(move || {
        if let Some(signal) = signals.forever().next() {
            leftovers::remove(signal);
            let _ = emulate_default_handler(signal);
        }
    });
    if thread.is_err() {
        // The handlers are there to stay: they end the process themselves.
        for signal in ending {
            let _ = flag::register_conditional_default(signal, Arc::new(AtomicBool::new(true)));
        }
    }
}

/// The signals that this process was started to ignore: the lowest bit is signal 1.
fn ignored() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
}
