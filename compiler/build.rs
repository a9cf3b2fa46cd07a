//! `targets/*.toml`, `linker-scripts/*.ld` and the runtime's sources in, `targets.rs` out: a table of
//! every target's name, its file and its runtime, and one of the scripts, for `src/target.rs`.
//!
//! The runtime of the host's architecture is always built; those of others when a `core` for them
//! is there (`cargo xtask setup`).

#[path = "../runtime-lib/archive/mod.rs"]
mod archive;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let workspace = PathBuf::from(variable("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("compiler/ is in the workspace")
        .to_owned();
    for path in ["targets", "linker-scripts", "runtime-lib/archive", "runtime-lib/src", "runtime-lib/abi/src"]
    {
        println!("cargo::rerun-if-changed={}", workspace.join(path).display());
    }
    println!("cargo::rerun-if-env-changed=AHEAD_RUNTIME_DIR");
    // Cargo reruns a script each time when what it watches does not exist.
    let setup = archive::setup_dir(&workspace);
    if fs::create_dir_all(&setup).is_ok() {
        println!("cargo::rerun-if-changed={}", setup.display());
    }

    let mut table = String::from("/// Name, text and runtime of every target, sorted by name.\n");
    table.push_str("const FILES: &[(&str, &str, Option<&[u8]>)] = &[\n");
    // Boards of one instruction set share their runtime.
    let mut boards = BTreeMap::new();
    for file in files(&workspace.join("targets"), "toml") {
        let name =
            file.file_stem().and_then(|stem| stem.to_str()).expect("target names are UTF-8").to_owned();
        let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let runtime = match archive::target_value(&text, "platform") {
            Some("bare") => {
                let triple = archive::target_value(&text, "runtime-triple").unwrap_or_default().to_owned();
                boards.entry(triple).or_insert_with(|| runtime(&workspace, &name, &text)).clone()
            }
            _ => runtime(&workspace, &name, &text),
        };
        let runtime = match runtime {
            Some(archive) => format!("Some(include_bytes!({archive:?}))"),
            None => "None".to_owned(),
        };
        writeln!(table, "    ({name:?}, include_str!({file:?}), {runtime}),").expect("strings grow");
    }
    table.push_str(
        "];\n/// Name and text of every linker script.\nconst LINKER_SCRIPTS: &[(&str, &str)] = &[\n",
    );
    for file in files(&workspace.join("linker-scripts"), "ld") {
        let name = file.file_name().expect("it is a file");
        writeln!(table, "    ({name:?}, include_str!({file:?})),").expect("strings grow");
    }
    table.push_str("];\n");
    fs::write(Path::new(&variable("OUT_DIR")).join("targets.rs"), table).expect("OUT_DIR is writable");
}

fn variable(name: &str) -> OsString {
    env::var_os(name).unwrap_or_else(|| panic!("cargo sets {name}"))
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let paths = entries.map(|entry| entry.expect("the folder is readable").path());
    let mut files: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|extension| extension == ending)).collect();
    files.sort();
    files
}

/// Builds the runtime of a target; `None`: this machine has no `core` for it.
fn runtime(workspace: &Path, name: &str, toml: &str) -> Option<PathBuf> {
    let value =
        |key| archive::target_value(toml, key).unwrap_or_else(|| panic!("targets/{name}.toml: no `{key}`"));
    let (mut triple, platform) = (value("runtime-triple").to_owned(), value("platform"));
    let host = env::var("HOST").expect("cargo sets HOST");
    // A host with another libc has a `core` that serves as well: the runtime uses no libc.
    if platform == "linux" && host.contains("linux") && host.split('-').next() == triple.split('-').next() {
        triple = host;
    }
    let toolchain = archive::toolchain(&variable("RUSTC"), workspace, &triple)?;
    let scratch = Path::new(&variable("OUT_DIR")).join(name);
    fs::create_dir_all(&scratch).expect("OUT_DIR is writable");
    let archive = scratch.join("libahead.a");
    archive::build(&toolchain, &workspace.join("runtime-lib"), &triple, &[], &scratch, &archive)
        .unwrap_or_else(|error| panic!("the runtime for {name}: {error}"));
    Some(archive)
}
