//! `ahead run`: a module and arguments in; the program it is, run in the place of `ahead`.

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::mem;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio, exit};
use std::thread;

use ahead::leftovers::Running;
use ahead::target::Target;
use clap::Args;

use super::build::Map;
use super::cache::{self, Place};
use super::flags::Flags;
use super::input::Source;
use super::{Error, build, provenance};

/// The command line.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(flatten)]
    flags: Flags,
}

const EXAMPLES: &str = "\
Examples:
  ahead run app.wasm -- one two                 with two arguments
  ahead run app.wasm --dir .                    it may use the current folder
  ahead run fib.wat --invoke fib -- 30          calls the export `fib` with 30
  ahead run app.wasm --target aarch64-linux     in QEMU

Executables are kept in $XDG_CACHE_HOME/ahead or ~/.cache/ahead, which may be deleted at any time.";

/// Builds the program unless it is in the cache, and becomes it. Returns only with an error.
pub fn run(arguments: Arguments) -> Result<(), Error> {
    let mut flags = arguments.flags;
    if flags.target().board.is_some() {
        return run_on_board(&flags);
    }
    let args = mem::take(&mut flags.args);
    let sources = flags.read()?;
    let place = place(&flags, &sources)?;
    match place {
        Place::Kept(path) => {
            let mut command = command(&flags, &path, &args)?;
            let error = command.exec();
            Err(failure(flags.target(), path, error))
        }
        // Somebody must outlive the program to delete it.
        Place::Temporary(path, folder) => {
            let started = Running::start(&mut command(&flags, &path, &args)?);
            let status = started.and_then(|program| program.end(|mut child| child.wait()));
            drop(folder);
            let status = status.map_err(|error| failure(flags.target(), path, error))?;
            exit(exit_code(status))
        }
    }
}

/// Where the executable is, built now unless it was before.
fn place(flags: &Flags, sources: &[Source]) -> Result<Place, Error> {
    let key = cache::key(&provenance::of(flags, sources)?, flags.strip);
    match cache::find(&key) {
        Some(path) => Ok(Place::Kept(path)),
        None => cache::keep(&key, &build::executable(flags, sources, Map::Hide)?),
    }
}

/// Starts the image in the board's emulator, waits for its end and ends with its status.
///
/// A serial port knows no end of input: where ours ends, the byte that stands for it follows.
fn run_on_board(flags: &Flags) -> Result<(), Error> {
    const END_OF_INPUT: &[u8] = &[4];
    let sources = flags.read()?;
    build::warn_of_random(flags, &sources);
    let place = place(flags, &sources)?;
    let (Place::Kept(path) | Place::Temporary(path, _)) = &place;
    let failed = |error| failure(flags.target(), path.clone(), error);
    let mut command = command(flags, path, &[])?;
    if io::stdin().is_terminal() {
        let started = Running::start(&mut command);
        let status = started.and_then(|emulator| emulator.end(|mut child| child.wait())).map_err(failed)?;
        drop(place);
        exit(exit_code(status));
    }
    let mut emulator = Running::start(command.stdin(Stdio::piped())).map_err(failed)?;
    let mut serial = emulator.child.stdin.take().expect("stdin is piped");
    // It goes with the process: a program that has ended takes no more input.
    thread::spawn(move || {
        let copied = io::copy(&mut io::stdin().lock(), &mut serial);
        copied.and_then(|_| serial.write_all(END_OF_INPUT)).and_then(|()| serial.flush())?;
        // Open until then: the emulator takes a closed pipe for the end of the port.
        thread::park();
        io::Result::Ok(())
    });
    let status = emulator.end(|mut child| child.wait()).map_err(failed)?;
    drop(place);
    exit(exit_code(status))
}

/// The command that runs the executable at `path`, under the input's name.
fn command(flags: &Flags, path: &Path, args: &[OsString]) -> Result<Command, Error> {
    let (target, name) = (flags.target(), &flags.input);
    let mut command = if target.is_host() {
        let mut command = Command::new(path);
        command.arg0(name);
        command
    } else {
        let (runner, rest) = target.runner.split_first().ok_or(Error::NoRunnerKnown(target.name))?;
        let mut command = Command::new(runner);
        command.args(rest).arg(path);
        if let Some(variable) = &target.runner_argv0 {
            command.env(variable, name);
        }
        command
    };
    command.args(args);
    Ok(command)
}

fn failure(target: &'static Target, path: PathBuf, source: io::Error) -> Error {
    match target.runner.first() {
        Some(runner) if !target.is_host() && source.kind() == io::ErrorKind::NotFound => {
            Error::NoRunner { runner: runner.clone(), target: target.name }
        }
        _ => Error::Execute { path, source },
    }
}

/// As a shell has it: 128 and the signal's number, where a signal ended the program.
fn exit_code(status: ExitStatus) -> i32 {
    status.code().unwrap_or_else(|| 128 + status.signal().unwrap_or_default())
}
