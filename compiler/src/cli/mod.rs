//! Command lines in, calls of the compiler out: one file a subcommand, and the parts they share.

mod bench;
pub mod bug;
mod build;
mod cache;
mod error;
mod flags;
mod folder;
mod grant;
mod high_water;
mod imports;
mod input;
mod inspect;
pub mod output;
mod program;
mod progress;
mod provenance;
mod run;
mod runtime;
pub mod signals;
mod size;
mod targets;
mod whole;

use clap::{Parser, Subcommand};

pub use error::Error;

/// Compiles WebAssembly ahead of time to native executables.
#[derive(Parser)]
#[command(name = "ahead", version, after_help = EXAMPLES)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  ahead build app.wasm                   makes the static executable `app`
  ahead run app.wasm -- one two          builds it if need be, and runs it with two arguments
  ahead build app.wasm --dir data        the same, and it may use the folder `data`
  ahead bench app.wasm --native ./app    how it does beside a native build
  ahead inspect app.wasm                 what the module needs, and how to build it
  ahead build app.wasm --target aarch64-linux";

#[derive(Subcommand)]
enum Command {
    /// Compile a module to an executable
    Build(build::Arguments),
    /// Compile a module, unless that was done before, and run it
    Run(run::Arguments),
    /// Compile a module, and measure its runs beside those of a native build
    Bench(bench::Arguments),
    /// List the targets, or what one accepts
    Targets(targets::Arguments),
    /// Show what a module needs, or what an executable was made from and may do
    Inspect(inspect::Arguments),
    /// Write the runtime of a target, for a linker of your own
    Runtime(runtime::Arguments),
}

/// Does what the command line says.
pub fn run(arguments: Arguments) -> Result<(), Error> {
    match arguments.command {
        Command::Build(arguments) => build::run(&arguments),
        Command::Run(arguments) => run::run(arguments),
        Command::Bench(arguments) => bench::run(arguments),
        Command::Targets(arguments) => targets::run(&arguments),
        Command::Inspect(arguments) => inspect::run(&arguments),
        Command::Runtime(arguments) => runtime::run(&arguments),
    }
}
