//! The `ahead` under test, and builds with it.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process::{self, Output};
use crate::target::Target;

/// Path of the `ahead` command: `$AHEAD`, or the one beside the test that is running.
pub fn ahead() -> PathBuf {
    if let Some(path) = std::env::var_os("AHEAD") {
        return PathBuf::from(path);
    }
    let test = std::env::current_exe().expect("a process knows its own path");
    // target/quick/deps/TEST -> target/quick/ahead
    let path = test.ancestors().nth(2).expect("tests stand in deps/").join("ahead");
    assert!(path.is_file(), "{} is missing; `cargo xtask test` builds it", path.display());
    path
}

/// Runs `ahead` in `folder` with these arguments.
pub fn call<S: AsRef<OsStr>>(folder: &Path, args: impl IntoIterator<Item = S>) -> Result<Output, String> {
    process::run(Command::new(ahead()).current_dir(folder).args(args), b"", process::HANG)
}

/// Builds `module` to the executable `program` for `target`; `folder` is the working directory.
///
/// Errors: the message of `ahead`.
pub fn executable(
    folder: &Path,
    module: &Path,
    program: &Path,
    target: &Target,
    flags: &[String],
) -> Result<(), String> {
    if let Some(runtime) = target.other_runtime {
        return runtime.executable(folder, module, program, flags);
    }
    let mut command = Command::new(ahead());
    command.current_dir(folder).arg("build").arg(module).arg("-o").arg(program);
    command.args(["--target", &target.name]).args(flags);
    let output = process::run(&mut command, b"", process::HANG)?;
    match output.exit {
        0 => Ok(()),
        exit => Err(format!("ahead build: exit {exit}: {}", output.stderr)),
    }
}
