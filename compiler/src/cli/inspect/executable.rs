//! An executable in; what it was made from and with, and what it may do, in words, out.
//!
//! Whoever made the executable wrote the text in it, which must not pass for lines of the description, nor steer a
//! terminal.

use std::path::Path;

use ahead::decode::printable;
use ahead::link::stamp;
use ahead_abi::denial::Family;
use ahead_abi::system_call::STRICT_MODE;

use super::Error;
use crate::cli::imports::Missing;
use crate::cli::provenance::{Dir, Provenance, Variable};

/// The description of an executable made by `ahead`, as text or JSON.
pub fn describe(path: &Path, bytes: &[u8], json: bool) -> Result<String, Error> {
    let error = |what: &str| Error::Inspect { path: path.to_owned(), what: what.to_owned() };
    let stamp =
        stamp::read(bytes).ok_or_else(|| error("an ELF file, but not an executable that ahead made"))?;
    let provenance = Provenance::from_bytes(stamp)
        .map_err(|_| error("made by an ahead whose description this one cannot read"))?;
    Ok(match json {
        true => serde_json::to_string_pretty(&provenance).expect("strings and numbers are JSON") + "\n",
        false => text(path, bytes.len(), &provenance),
    })
}

fn text(path: &Path, size: usize, made: &Provenance) -> String {
    let mut text = format!("{}: executable for {}, {size} bytes\n", path.display(), printable(&made.target));
    text += &format!("made by:   ahead {}\nmade from:\n", printable(&made.ahead));
    for module in &made.modules {
        text += &format!("  {}  sha256 {}\n", printable(&module.file), printable(&module.sha256));
    }
    text += &format!(
        "made with: --cpu {} -O {} --bounds {} --stack-size {}",
        printable(&made.cpu),
        printable(&made.opt_level),
        printable(&made.bounds),
        made.stack_size
    );
    text += &made.memory_max.map(|bytes| format!(" --memory-max {bytes}")).unwrap_or_default();
    text += if made.deterministic { " --deterministic\n" } else { "\n" };
    if let Some(digest) = &made.profile_use {
        text += &format!("laid out:  by a profile, sha256 {}\n", printable(digest));
    }
    if let Some(export) = &made.invoke {
        text += &format!("runs:      the export `{}` with the command-line arguments\n", printable(export));
    }
    text + &may(made) + &limits(made) + &missing(made) + &confinement(made)
}

/// What the program is allowed to do.
fn may(made: &Provenance) -> String {
    let mut text = String::from("may:\n");
    if made.stdio == "inherit" {
        text += "  use standard input, output and error\n";
    }
    let left: Vec<&str> =
        Family::ALL.map(Family::name).into_iter().filter(|name| !is_denied(made, name)).collect();
    if !left.is_empty() {
        text += &format!("  use what needs no grant: {}\n", left.join(", "));
    }
    if let Some(path) = &made.profile_generate {
        text += &format!("  add to the profile {}{}\n", printable(path), from_start(path));
    }
    made.dirs.iter().for_each(|dir| text += &folder(dir));
    made.env.iter().for_each(|grant| text += &variable(grant));
    if made.inherit_env {
        text += "  see all other environment variables of its launcher\n";
    }
    for address in &made.tcp_listen {
        text += &format!("  accept TCP connections at {}\n", printable(address));
    }
    text + "  and nothing else of the machine it runs on\n"
}

fn is_denied(made: &Provenance, family: &str) -> bool {
    made.denied.iter().any(|denied| denied == family)
}

fn limits(made: &Provenance) -> String {
    let limits = [
        (made.fds_max, "open descriptors (--fds-max)"),
        (made.file_size_max, "bytes in a file it writes to (--file-size-max)"),
        (made.cpu_seconds, "seconds of processor time (--cpu-seconds)"),
        (made.wall_seconds, "seconds from start to end (--wall-seconds)"),
        (made.memory_max, "bytes in a memory (--memory-max)"),
    ];
    let lines: String =
        limits.iter().filter_map(|(limit, what)| limit.map(|limit| format!("  {limit} {what}\n"))).collect();
    if lines.is_empty() { lines } else { format!("at most:\n{lines}") }
}

fn missing(made: &Provenance) -> String {
    let line = |missing: &Missing| {
        let functions = missing.functions.join(", ");
        format!("  {} ({})\n", printable(&functions), printable(&missing.grant))
    };
    let lines: String = made.missing.iter().map(line).collect();
    if lines.is_empty() { lines } else { format!("imports, but was not given (what would):\n{lines}") }
}

fn confinement(made: &Provenance) -> String {
    let how = match made.confine.as_str() {
        // A board has no kernel.
        _ if made.system_calls.is_empty() => return String::new(),
        "off" => return "confined:  no, the kernel does not hold it to that (--confine off)\n".to_owned(),
        "strict" => "by the kernel, or it does not start (--confine strict)",
        _ => "by the kernel, as far as that can (--confine auto)",
    };
    let calls = printable(&made.system_calls.join(" "));
    let mut text = format!("confined:  {how}; system calls left:\n  {calls}\n");
    if made.only_writes {
        let calls = STRICT_MODE.join(" ");
        text +=
            &format!("  or, if its input, output and error are pipes, terminals or /dev/null:\n  {calls}\n");
    }
    text
}

fn folder(dir: &Dir) -> String {
    let access = if dir.read_only { "read" } else { "read and change" };
    let relative = from_start(&dir.host);
    format!(
        "  {access} the folder {}{relative}, which it calls {}\n",
        printable(&dir.host),
        printable(&dir.guest)
    )
}

/// What a path is relative to.
fn from_start(path: &str) -> &'static str {
    if Path::new(path).is_relative() { ", from the folder it is started in" } else { "" }
}

fn variable(variable: &Variable) -> String {
    match &variable.value {
        Some(value) => {
            format!("  see the environment variable {}={}\n", printable(&variable.name), printable(value))
        }
        None => {
            format!("  see the environment variable {}, as its launcher has it\n", printable(&variable.name))
        }
    }
}
