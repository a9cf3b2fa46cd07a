//! `cargo xtask bless`: what happens now in, expectations in the cases' files out.

use clap::Args;

use crate::{cargo, status};

/// The command line.
#[derive(Args)]
pub struct Arguments {
    /// Only the cases whose name contains this
    filter: Option<String>,

    /// Write README.md's status table instead, from what the tests run
    #[arg(long)]
    status: bool,
}

/// Rewrites the expectations of the cases named, on the machine's own target.
pub fn run(arguments: &Arguments) -> Result<(), String> {
    cargo::build()?;
    if arguments.status {
        return status::write();
    }
    let filter = arguments.filter.as_deref();
    let args = [&["--test", "cases", "--"], filter.as_slice()].concat();
    cargo::run(cargo::test(&args).env("AHEAD_BLESS", "1"))
}
