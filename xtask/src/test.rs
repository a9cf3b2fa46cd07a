//! `cargo xtask test`: a machine with Rust in, every test run out.

use clap::Args;

use crate::{cargo, csmith, differential, setup};

/// The command line.
#[derive(Args)]
pub struct Arguments {
    /// Only this suite: a file or folder of `tests/tests/`
    #[arg(long = "test", value_name = "SUITE")]
    suite: Option<String>,

    /// Only the tests whose name contains this
    filter: Option<String>,
}

/// Debian packages that tests need, and a program of each.
const TOOLS: [(&str, &str); 2] = [("xz", "xz-utils"), ("ld", "binutils")];

/// Runs all tests, or those named.
pub fn run(arguments: &Arguments) -> Result<(), String> {
    if let Some(suite) = &arguments.suite {
        return self::suite(suite, arguments.filter.as_deref());
    }
    provide();
    cargo::build()?;
    if arguments.filter.is_none() {
        csmith::run(&csmith::Arguments::few())?;
        differential::run(&differential::Arguments::few())?;
    }
    let filter = arguments.filter.as_deref();
    let args = [&["--tests", "--no-fail-fast", "--"], filter.as_slice()].concat();
    cargo::run(&mut cargo::test(&args))
}

/// Runs one suite.
pub fn suite(suite: &str, filter: Option<&str>) -> Result<(), String> {
    cargo::build()?;
    cargo::run(&mut cargo::test(&[&["--test", suite, "--"], filter.as_slice()].concat()))
}

/// Provides what the tests need. What cannot be had is said; the tests that need it say so too.
pub fn provide() {
    if let Err(error) = setup::run() {
        eprintln!("not everything can be tested: {error}");
    }
    for (program, package) in TOOLS {
        if std::process::Command::new(program).arg("--version").output().is_err()
            && let Err(error) = setup::install(&[package])
        {
            eprintln!("not everything can be tested: {error}");
        }
    }
}
