//! `cargo xtask differential`: a count in, as many random modules compared with another engine, on
//! every target, out.

use clap::Args;

use crate::cargo;

/// The command line.
#[derive(Args)]
pub struct Arguments {
    /// How many modules
    #[arg(long, default_value_t = 10_000)]
    modules: u64,

    /// Number of the first one: other numbers are other modules
    #[arg(long, default_value_t = 0)]
    first: u64,

    /// Only the tests whose name contains this, such as a target
    filter: Option<String>,
}

impl Arguments {
    /// As many as every run of the tests compares.
    pub fn few() -> Self {
        Arguments { modules: 200, first: 0, filter: None }
    }
}

/// Runs the tests with that many modules.
pub fn run(arguments: &Arguments) -> Result<(), String> {
    let ahead = cargo::build()?;
    let mut differential = cargo::cargo("run");
    differential.args(cargo::QUICK).args(["--package", "ahead-differential", "--"]);
    differential.args(&arguments.filter);
    differential.env("AHEAD", ahead);
    differential.env("AHEAD_MODULES", arguments.modules.to_string());
    differential.env("AHEAD_FIRST", arguments.first.to_string());
    cargo::run(&mut differential)
}
