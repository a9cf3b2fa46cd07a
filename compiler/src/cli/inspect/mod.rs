//! `ahead inspect`: a file in, what it is out: a module, or an executable that `ahead` made.

mod executable;
mod findings;
mod module;

use std::path::PathBuf;

use clap::Args;

use super::{Error, input, output};

/// The command line.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// A module, binary or text, or an executable made by `ahead`; `-` is standard input
    file: PathBuf,

    /// Write JSON
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "\
Examples:
  ahead inspect app.wasm      proposals, imports, memories, exports, and how to build it
  ahead inspect ./app         the module and the options it was made with, and what it may do";

/// Prints what the file is.
pub fn run(arguments: &Arguments) -> Result<(), Error> {
    let bytes = input::bytes(&arguments.file)?;
    let text = if bytes.starts_with(b"\x7fELF") {
        executable::describe(&arguments.file, &bytes, arguments.json)?
    } else {
        let size = bytes.len();
        let bytes = input::module(&arguments.file, bytes)?;
        let findings = findings::of(&arguments.file, &bytes, size)?;
        module::describe(&findings, arguments.json)
    };
    output::print(&text)
}
