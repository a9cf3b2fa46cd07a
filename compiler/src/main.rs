//! The `ahead` command: parse, call, print the error, exit.
#![forbid(unsafe_code)]

mod cli;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    cli::bug::report_panics();
    cli::signals::watch();
    let done = match cli::Arguments::try_parse() {
        Ok(arguments) => cli::run(arguments),
        // Help and the version are output as any other.
        Err(message) if !message.use_stderr() => cli::output::written(message.print()),
        Err(message) => message.exit(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => cli::bug::explain(&error),
    }
}
