//! `ahead runtime`: a target in, its runtime as a static library out.

use std::path::PathBuf;

use ahead::link;
use ahead::target::{self, Target};
use clap::Args;

use super::{Error, output};

/// The command line.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// Target whose runtime to write [default: this machine's]
    #[arg(long, value_name = "NAME", value_parser = target::find)]
    target: Option<&'static Target>,

    /// File to write; `-` is standard output
    #[arg(short, long, value_name = "FILE", default_value = "libahead.a")]
    output: PathBuf,
}

const EXAMPLES: &str = "\
Examples:
  ahead build app.wasm --emit obj               makes `app.o`
  ahead runtime -o libahead.a
  ld -static --gc-sections -z noexecstack -e _start -o app app.o libahead.a

The last line is the whole link: no libc, no start files. The program's memory stands at a fixed
address, 0x10000000 or higher, and the executable must end below it, as it does where linkers put it
by default.";

/// Writes the archive.
pub fn run(arguments: &Arguments) -> Result<(), Error> {
    let target = arguments.target.unwrap_or_else(target::default);
    let archive = target.runtime.ok_or(link::Error::NoRuntime { target: target.name })?;
    output::write(&arguments.output, archive, output::PLAIN)
}
