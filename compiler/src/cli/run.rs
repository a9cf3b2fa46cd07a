//! `ahead run`: a module and arguments in; the program it is, run in the place of `ahead`.

use std::ffi::OsString;
use std::io;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, exit};

use ahead::target::Target;
use clap::Args;

use super::cache::{self, Place};
use super::flags::Flags;
use super::{Error, build, provenance};

/// The command line.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(flatten)]
    flags: Flags,

    /// Arguments of the program
    #[arg(last = true, value_name = "ARGS")]
    args: Vec<OsString>,
}

const EXAMPLES: &str = "\
Examples:
  ahead run app.wasm -- one two                 with two arguments
  ahead run app.wasm --dir .                    it may use the current folder
  ahead run fib.wat --invoke fib -- 30          calls the export `fib` with 30
  ahead run app.wasm --target aarch64-linux     in QEMU

Executables are kept in $XDG_CACHE_HOME/ahead or ~/.cache/ahead, which may be deleted at any time.";

/// Builds the program unless it is in the cache, and becomes it. Returns only with an error.
pub fn run(arguments: &Arguments) -> Result<(), Error> {
    let flags = &arguments.flags;
    let sources = flags.read()?;
    let key = cache::key(&provenance::of(flags, &sources)?, flags.strip);
    let place = match cache::find(&key) {
        Some(path) => Place::Kept(path),
        None => cache::keep(&key, &build::executable(flags, &sources)?)?,
    };
    match place {
        Place::Kept(path) => {
            let mut command = command(flags.target(), &path, arguments)?;
            let error = command.exec();
            Err(failure(flags.target(), path, error))
        }
        // Somebody must outlive the program to delete it.
        Place::Temporary(path, folder) => {
            let status = command(flags.target(), &path, arguments)?.status();
            drop(folder);
            let status = status.map_err(|error| failure(flags.target(), path, error))?;
            exit(exit_code(status))
        }
    }
}

/// The command that runs the executable at `path`, under the input's name.
fn command(target: &'static Target, path: &Path, arguments: &Arguments) -> Result<Command, Error> {
    let name = &arguments.flags.input;
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
    command.args(&arguments.args);
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
