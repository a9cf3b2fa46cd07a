//! Chores of the project, as `cargo xtask NAME`: one file each.
#![forbid(unsafe_code)]

#[path = "../../runtime-lib/archive/mod.rs"]
mod archive;
mod runtime;
mod setup;

use std::path::Path;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Chores of the project.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Provide what the foreign targets need: `core` for each, and QEMU to run their programs
    Setup,
    /// Build the runtime of every target this machine can build, which the next build of `ahead` embeds
    Runtime,
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().chore {
        Chore::Setup => setup::run(),
        Chore::Runtime => runtime::run(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

/// The folder of the repository.
fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask/ is in the workspace")
}
