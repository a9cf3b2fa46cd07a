//! Cargo called on the project, always for the same packages: another choice would mean other
//! features of their dependencies, and so build everything once more.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::workspace;

const PACKAGES: [&str; 3] = ["ahead", "ahead-abi", "ahead-tests"];

/// Cargo's profile of everything but what users get. This program is built with it, too.
pub const QUICK: [&str; 2] = ["--profile", "quick"];

/// Builds `ahead` quickly and gives its path.
pub fn build() -> Result<PathBuf, String> {
    run(command("build").arg("--bins"))?;
    let own = env::current_exe().map_err(|error| error.to_string())?;
    Ok(own.with_file_name("ahead"))
}

/// Builds `ahead` as users get it and gives its path.
pub fn product() -> Result<PathBuf, String> {
    run(cargo("build").args(["--release", "--package", "ahead", "--bin", "ahead"]))?;
    Ok(target_folder()?.join("release/ahead"))
}

/// Cargo's folder for what it builds.
pub fn target_folder() -> Result<PathBuf, String> {
    let own = env::current_exe().map_err(|error| error.to_string())?;
    let folder = own.ancestors().nth(2).map(Path::to_path_buf);
    folder.ok_or_else(|| format!("{} is not in cargo's folder", own.display()))
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

/// Cargo on the project.
pub fn cargo(subcommand: &str) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(workspace()).arg(subcommand);
    command
}

fn command(subcommand: &str) -> Command {
    let mut command = cargo(subcommand);
    command.args(QUICK);
    for package in PACKAGES {
        command.args(["-p", package]);
    }
    command
}

fn shown(command: &Command) -> String {
    let words = [command.get_program()].into_iter().chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}
