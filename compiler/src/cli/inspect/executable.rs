//! An executable in; what it was made from and with, and what it may do, in words, out.

use std::path::Path;

use ahead::link::stamp;

use super::Error;
use crate::cli::provenance::{Dir, Provenance, Variable};

/// The description of an executable made by `ahead`, as text or JSON.
pub fn describe(path: &Path, bytes: &[u8], json: bool) -> Result<String, Error> {
    let error = |what: &str| Error::Inspect { path: path.to_owned(), what: what.to_owned() };
    let stamp =
        stamp::read(bytes).ok_or_else(|| error("an ELF file, but not an executable that ahead made"))?;
    let provenance: Provenance = serde_json::from_slice(stamp)
        .map_err(|_| error("made by an ahead whose description this one cannot read"))?;
    Ok(match json {
        true => serde_json::to_string_pretty(&provenance).expect("strings and numbers are JSON") + "\n",
        false => text(path, bytes.len(), &provenance),
    })
}

fn text(path: &Path, size: usize, made: &Provenance) -> String {
    let mut text = format!("{}: executable for {}, {size} bytes\n", path.display(), made.target);
    text += &format!("made by:   ahead {}\nmade from:\n", made.ahead);
    for module in &made.modules {
        text += &format!("  {}  sha256 {}\n", module.file, module.sha256);
    }
    text += &format!(
        "made with: --cpu {} -O {} --bounds {} --stack-size {}",
        made.cpu, made.opt_level, made.bounds, made.stack_size
    );
    text += &made.memory_max.map(|bytes| format!(" --memory-max {bytes}")).unwrap_or_default();
    text += if made.deterministic { " --deterministic\n" } else { "\n" };
    if let Some(export) = &made.invoke {
        text += &format!("runs:      the export `{export}` with the command-line arguments\n");
    }
    text += "may:\n  use standard input, output and error, its arguments, clocks and random numbers\n";
    made.dirs.iter().for_each(|dir| text += &folder(dir));
    made.env.iter().for_each(|grant| text += &variable(grant));
    text + "  and nothing else of the machine it runs on\n"
}

fn folder(dir: &Dir) -> String {
    let access = if dir.read_only { "read" } else { "read and change" };
    let relative = match Path::new(&dir.host).is_relative() {
        true => ", from the folder it is started in",
        false => "",
    };
    format!("  {access} the folder {}{relative}, which it calls {}\n", dir.host, dir.guest)
}

fn variable(variable: &Variable) -> String {
    match &variable.value {
        Some(value) => format!("  see the environment variable {}={value}\n", variable.name),
        None => format!("  see the environment variable {}, as its launcher has it\n", variable.name),
    }
}
