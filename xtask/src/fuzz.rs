//! `cargo xtask fuzz`: seconds in, random modules compiled, and panics of the compiler found, out.

use std::process::Command;

use clap::Args;

use crate::{cargo, setup, workspace};

/// The command line.
#[derive(Args)]
pub struct Arguments {
    /// How long to look
    #[arg(long, default_value_t = 300)]
    seconds: u32,
}

/// Runs the fuzz target for a bounded time; needs a nightly Rust, and installs `cargo-fuzz`.
pub fn run(arguments: &Arguments) -> Result<(), String> {
    if !Command::new("cargo").args(["fuzz", "--version"]).output().is_ok_and(|output| output.status.success())
    {
        let mut install = Command::new("cargo");
        install.args(["install", "--locked", "cargo-fuzz"]);
        setup::run_quietly(install)?;
    }
    let mut fuzz = Command::new("cargo");
    fuzz.current_dir(workspace().join("fuzz"));
    // What it finds for itself goes under `target`; `corpus` holds what is worth keeping.
    let found = workspace().join("target/fuzz-corpus");
    std::fs::create_dir_all(&found).map_err(|error| format!("{}: {error}", found.display()))?;
    // The compiler has no unsafe code, so that sanitizers would only slow it down.
    fuzz.args(["+nightly", "fuzz", "run", "--fuzz-dir", ".", "--sanitizer", "none", "compile"]);
    fuzz.arg(found).arg("corpus/compile").arg("--");
    fuzz.arg(format!("-max_total_time={}", arguments.seconds));
    fuzz.args(["-max_len=65536", "-timeout=60", "-rss_limit_mb=4096", "-print_final_stats=1"]);
    cargo::run(&mut fuzz)
}
