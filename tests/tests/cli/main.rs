//! `ahead` as a user meets it: exit statuses, outputs, objects, launched programs, odd inputs.

mod bench;
mod cache;
mod documents;
mod grants;
mod hostile;
mod huge;
mod image;
mod launch;
mod object;
mod output;
mod profile;
mod refusal;
mod signals;
mod usage;

use std::path::{Path, PathBuf};

use ahead_tests::build;
use ahead_tests::process::{self, Output};
use tempfile::TempDir;

/// A module that does nothing.
const NOTHING: &str = "(module (func (export \"_start\")))";

/// A fresh folder with these files in it.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::with_prefix("ahead-cli-").expect("a temporary folder can be made");
    for (name, content) in files {
        std::fs::write(folder.path().join(name), content).expect("the folder is ours");
    }
    folder
}

/// What `ahead` does with these arguments in this folder.
fn ahead(folder: &Path, args: &[&str]) -> Output {
    build::call(folder, args).expect("ahead ends in time")
}

/// Builds the text `module` to the executable `app` in the folder, and gives its path.
fn built(folder: &Path, module: &str, flags: &[&str]) -> PathBuf {
    std::fs::write(folder.join("app.wat"), module).expect("the folder is ours");
    let output = ahead(folder, &[&["build", "app.wat"], flags].concat());
    assert_eq!((output.exit, output.stderr.as_str()), (0, ""), "ahead build {flags:?}");
    folder.join("app")
}

/// What the program does, without input.
fn run(command: &mut std::process::Command) -> Output {
    process::run(command, b"", process::HANG).expect("the program ends in time")
}

/// Names of all that is in the folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("the folder is there");
    let mut names: Vec<String> =
        entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}
