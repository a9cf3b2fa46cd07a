//! Cargo called on the project, always for the same packages: another choice would mean other
//! features of their dependencies, and so build everything once more.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use crate::workspace;

const PACKAGES: [&str; 3] = ["ahead", "ahead-abi", "ahead-tests"];

/// Builds `ahead` and gives its path.
pub fn build() -> Result<PathBuf, String> {
    run(command("build").arg("--bins"))?;
    let own = env::current_exe().map_err(|error| error.to_string())?;
    Ok(own.with_file_name("ahead"))
}

/// `cargo test` with these arguments, `ahead` built before.
pub fn test(args: &[&str]) -> Command {
    let mut command = command("test");
    command.args(args);
    command
}

/// Runs a command; a failure names it.
pub fn run(command: &mut Command) -> Result<(), String> {
    let status = command.status().map_err(|error| format!("{}: {error}", command.get_program().display()))?;
    match status.success() {
        true => Ok(()),
        false => Err(format!("`{}` failed: {status}", shown(command))),
    }
}

fn command(subcommand: &str) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(workspace()).args([subcommand, "--release"]);
    for package in PACKAGES {
        command.args(["-p", package]);
    }
    command
}

fn shown(command: &Command) -> String {
    let words = [command.get_program()].into_iter().chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}
