//! Chores of the project, as `cargo xtask NAME`: one file each.
#![forbid(unsafe_code)]

#[path = "../../runtime-lib/archive/mod.rs"]
mod archive;
mod bench;
mod bless;
mod cargo;
mod csmith;
mod demo;
mod differential;
mod figures;
mod fuzz;
mod hosts;
mod release;
mod runtime;
mod setup;
mod status;
mod test;

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
    /// Provide what the foreign targets need: `core` for each, QEMU to run their programs, and linkers
    Setup,
    /// Build the runtime of every target this machine can build, which the next build of `ahead` embeds
    Runtime,
    /// Build Ahead, compile and run an example for every target, and show sizes, times and output
    Demo,
    /// Install what the tests need, and run them all, or those named
    Test(test::Arguments),
    /// Run the specification's test suite
    Spec {
        /// Only the scripts whose name contains this
        filter: Option<String>,
    },
    /// Rewrite the expectations of cases to what happens now
    Bless(bless::Arguments),
    /// Compare random C programs, compiled by way of WebAssembly, with the same compiled natively
    Csmith(csmith::Arguments),
    /// Compare what random modules do, compiled for every target, with what another engine does
    Differential(differential::Arguments),
    /// Compile random modules and look for panics of the compiler
    Fuzz(fuzz::Arguments),
    /// Build an Ahead that compiles faster, by a profile of what it does: in a quarter of an hour
    Release,
    /// Compare what `ahead` makes on another machine, emulated, with what it makes here
    Hosts,
    /// Count the instructions of programs on each instruction set, and measure bounds checks
    Figures,
    /// Measure programs on Ahead, natively and on its peers
    Bench(bench::Arguments),
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().chore {
        Chore::Setup => setup::run(),
        Chore::Runtime => runtime::run(),
        Chore::Demo => demo::run(),
        Chore::Test(arguments) => test::run(&arguments),
        Chore::Spec { filter } => test::suite("spec", filter.as_deref()),
        Chore::Bless(arguments) => bless::run(&arguments),
        Chore::Csmith(arguments) => csmith::run(&arguments),
        Chore::Differential(arguments) => differential::run(&arguments),
        Chore::Fuzz(arguments) => fuzz::run(&arguments),
        Chore::Release => release::run(),
        Chore::Hosts => hosts::run(),
        Chore::Figures => figures::run(),
        Chore::Bench(arguments) => bench::run(&arguments),
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
