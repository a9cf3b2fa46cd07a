//! A child process: a command and its input in, its output and status out.

use std::io::{ErrorKind, Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

/// No test is meant to come near this: it only ends what hangs.
pub const HANG: Duration = Duration::from_secs(300);

/// What a process did.
#[derive(PartialEq, Eq, Debug)]
pub struct Output {
    /// Exit status; the negative number of the signal that killed it.
    pub exit: i32,
    /// All it wrote, invalid UTF-8 replaced.
    pub stdout: String,
    /// All it wrote, invalid UTF-8 replaced.
    pub stderr: String,
}

/// Runs `command` with `stdin` as its input, closed after that.
///
/// Errors: it cannot be started, or it is still running after `limit` (it is killed then).
pub fn run(command: &mut Command, stdin: &[u8], limit: Duration) -> Result<Output, String> {
    let deadline = Instant::now() + limit;
    let mut child = start(command, deadline).map_err(|error| format!("cannot start {command:?}: {error}"))?;
    let mut input = child.stdin.take().expect("stdin is piped");
    let stdin = stdin.to_vec();
    // A program that does not read its input breaks the pipe: not an error of the test.
    let writer = thread::spawn(move || drop(input.write_all(&stdin)));
    let stdout = collect(child.stdout.take().expect("stdout is piped"));
    let stderr = collect(child.stderr.take().expect("stderr is piped"));
    let outcome = wait(&mut child, &stdout, &stderr, deadline);
    let Some((status, stdout, stderr)) = outcome else {
        child.kill().and_then(|()| child.wait()).map_err(|error| error.to_string())?;
        return Err(format!("{command:?} still ran after {} s", limit.as_secs()));
    };
    writer.join().expect("the writer does not panic");
    let exit = status.code().unwrap_or_else(|| -status.signal().expect("no code: a signal"));
    Ok(Output { exit, stdout, stderr })
}

/// Starts the process, its streams piped. A program that was just written may be busy: another
/// thread's child holds the descriptor it was written through until it executes its own program.
fn start(command: &mut Command, deadline: Instant) -> std::io::Result<Child> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    loop {
        match command.spawn() {
            Err(error) if error.kind() == ErrorKind::ExecutableFileBusy && Instant::now() < deadline => {
                thread::sleep(Duration::from_millis(1));
            }
            outcome => return outcome,
        }
    }
}

/// The end of both streams and of the process; `None` when the deadline comes first.
fn wait(
    child: &mut Child,
    stdout: &Receiver<String>,
    stderr: &Receiver<String>,
    deadline: Instant,
) -> Option<(ExitStatus, String, String)> {
    let left = || deadline.saturating_duration_since(Instant::now());
    let stdout = stdout.recv_timeout(left()).ok()?;
    let stderr = stderr.recv_timeout(left()).ok()?;
    // Both streams are at their end, so the process is too, or nearly.
    loop {
        if let Some(status) = child.try_wait().ok()? {
            return Some((status, stdout, stderr));
        }
        if left().is_zero() {
            return None;
        }
        thread::sleep(Duration::from_micros(200));
    }
}

fn collect(mut stream: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // What came before an error is still worth comparing.
        drop(stream.read_to_end(&mut bytes));
        drop(sender.send(String::from_utf8_lossy(&bytes).into_owned()));
    });
    receiver
}
