//! Tools of the machine: a command in; its outcome, time and memory out.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use wait4::Wait4;

/// What building something took.
#[derive(Clone, Copy, Default)]
pub struct Cost {
    /// Time on the clock.
    pub wall: Duration,
    /// Processor time of all threads, user and system.
    pub cpu: Duration,
    /// Largest resident memory, bytes.
    pub peak: u64,
}

/// Runs `command` to its end; an error has what it printed.
pub fn run(command: &mut Command) -> Result<Cost, String> {
    let start = Instant::now();
    let name = format!("{command:?}");
    let failed = |error| format!("{name}: {error}");
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().map_err(failed)?;
    let mut printed = String::new();
    if let Some(mut stderr) = child.stderr.take() {
        std::io::Read::read_to_string(&mut stderr, &mut printed).map_err(failed)?;
    }
    let usage = child.wait4().map_err(failed)?;
    if !usage.status.success() {
        return Err(format!("{name} failed:\n{}", printed.trim_end()));
    }
    let cpu = usage.rusage.utime + usage.rusage.stime;
    Ok(Cost { wall: start.elapsed(), cpu, peak: usage.rusage.maxrss })
}

/// The text that `command` prints, or nothing when it cannot be run.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Where `name` is on the search path.
pub fn find(name: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?)
        .map(|folder| folder.join(name))
        .find(|path| path.is_file())
}

/// The C compiler of the PyPI package `ziglang`, for native code and for WebAssembly alike.
pub fn zig() -> Command {
    let mut command = Command::new("python3");
    command.args(["-m", "ziglang", "cc"]);
    command
}
