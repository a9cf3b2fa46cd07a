//! `benches/sources/Cargo.toml` in, the folder with the C sources of its packages out.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::tool;

/// Fetches the packages, unless that was done for the same list before.
pub fn fetch(folder: &Path) -> Result<PathBuf, String> {
    let manifest = crate::workspace().join("benches/sources/Cargo.toml");
    let wanted = fs::read_to_string(&manifest).map_err(|error| format!("{}: {error}", manifest.display()))?;
    let (sources, stamp) = (folder.join("sources"), folder.join("sources.toml"));
    if fs::read_to_string(&stamp).is_ok_and(|fetched| fetched == wanted) {
        return Ok(sources);
    }
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["vendor", "--quiet", "--locked", "--manifest-path"]).arg(&manifest).arg(&sources);
    tool::run(&mut cargo)?;
    fs::write(&stamp, wanted).map_err(|error| format!("{}: {error}", stamp.display()))?;
    Ok(sources)
}

/// The files that `pattern` names below `folder`: `{a,b}` is each of several, `*` any name.
pub fn matching(folder: &Path, pattern: &str) -> Result<Vec<PathBuf>, String> {
    let mut found = vec![folder.to_owned()];
    for part in split_outside_braces(pattern) {
        let names = alternatives(part);
        found =
            found.iter().flat_map(|folder| names.iter().flat_map(|name| children(folder, name))).collect();
    }
    match found.is_empty() {
        true => Err(format!("{}: no file matches {pattern}", folder.display())),
        false => Ok(found),
    }
}

fn split_outside_braces(pattern: &str) -> Vec<&str> {
    let mut depth = 0;
    pattern
        .split(|c| {
            depth += i32::from(c == '{') - i32::from(c == '}');
            c == '/' && depth == 0
        })
        .collect()
}

fn alternatives(part: &str) -> Vec<String> {
    match part.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?))) {
        Some((before, (inner, after))) => {
            inner.split(',').map(|name| format!("{before}{name}{after}")).collect()
        }
        None => vec![part.to_owned()],
    }
}

fn children(folder: &Path, name: &str) -> Vec<PathBuf> {
    let Some((before, after)) = name.split_once('*') else {
        let path = folder.join(name);
        return if path.exists() { vec![path] } else { Vec::new() };
    };
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut names: Vec<_> = names.filter(|n| n.starts_with(before) && n.ends_with(after)).collect();
    names.sort();
    names.iter().map(|name| folder.join(name)).collect()
}
