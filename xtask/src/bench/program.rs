//! `benches/programs/*.c` in, the programs of the bench out: a file there is a program.
//!
//! The first line, a comment, says what the program does. Lines that start with `//!` are TOML: the
//! C sources it needs from cargo's packages.

use std::fs;
use std::path::PathBuf;

use serde::Deserialize;

/// A program of the bench.
pub struct Program {
    /// The file's name without its ending.
    pub name: String,
    /// What it does, in one line.
    pub about: String,
    /// The file.
    pub path: PathBuf,
    /// What it is built with.
    pub header: Header,
}

/// The TOML of a program's header. Paths are relative to the fetched packages.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Header {
    /// C files, with `{a,b}` for alternatives and `*` for any name in a folder.
    pub sources: Vec<String>,
    /// Folders of headers.
    pub include: Vec<String>,
    /// Further flags of the C compiler.
    pub flags: Vec<String>,
}

/// The programs whose names contain one of `only`, or all if that is empty, by name.
pub fn all(only: &[String]) -> Result<Vec<Program>, String> {
    let folder = crate::workspace().join("benches/programs");
    let entries = fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut programs = Vec::new();
    for path in entries.flatten().map(|entry| entry.path()) {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let wanted = only.is_empty() || only.iter().any(|part| name.contains(part.as_str()));
        if path.extension().is_some_and(|ending| ending == "c") && wanted {
            programs.push(parse(name, path)?);
        }
    }
    programs.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(programs)
}

/// The program `name` of the file at `path`.
pub fn parse(name: String, path: PathBuf) -> Result<Program, String> {
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let about = text.lines().next().unwrap_or_default().trim_start_matches('/').trim().to_owned();
    let header: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("//!")).collect();
    let header =
        toml::from_str(&header.join("\n")).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(Program { name, about, path, header })
}
