//! Counts of compiled functions in, a bar on a terminal out.

use std::io::{IsTerminal, stderr};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// A bar that shows only when the work is long and somebody can see it.
pub struct Progress {
    start: Instant,
    bar: OnceLock<ProgressBar>,
}

/// Work shorter than this shows no bar.
const PATIENCE: Duration = Duration::from_millis(500);

impl Progress {
    /// A bar for work that starts now; `None`: stderr is not a terminal.
    pub fn new() -> Option<Self> {
        stderr().is_terminal().then(|| Self { start: Instant::now(), bar: OnceLock::new() })
    }

    /// Shows that `done` of `total` functions are compiled.
    pub fn report(&self, done: usize, total: usize) {
        if self.start.elapsed() >= PATIENCE {
            self.bar.get_or_init(|| bar(total)).set_position(done as u64);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}

fn bar(total: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("compiling [{bar:40}] {pos}/{len} functions, {eta} left");
    let style = style.expect("the template is valid").progress_chars("=> ");
    ProgressBar::new(total as u64).with_style(style)
}
