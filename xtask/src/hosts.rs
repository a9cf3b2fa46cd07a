//! `cargo xtask hosts`: the sources in; whether `ahead`, built for another machine and run in QEMU,
//! makes the same bytes as the one of this machine, out.
//!
//! It builds the code generator once more, which takes minutes: the tests leave it out.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{cargo, setup, workspace};

/// What Rust calls the other machine, and its C compiler.
const RUST: &str = "aarch64-unknown-linux-gnu";
const GCC: &str = "aarch64-linux-gnu-gcc";

/// Modules, and the flags that they need.
const MODULES: [(&str, &[&str]); 5] = [
    ("examples/hello.wasm", &[]),
    ("examples/wordcount.wasm", &[]),
    ("examples/average.wasm", &[]),
    ("examples/nbody.wasm", &[]),
    ("tests/tests/grid/kernel.wat", &["--invoke", "hash"]),
];

/// Builds both and compares what they make of every module for every target.
pub fn run() -> Result<(), String> {
    let own = cargo::build()?;
    let other = build()?;
    let folder = env::temp_dir().join(format!("ahead-hosts-{}", std::process::id()));
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut count = 0;
    for target in setup::targets()? {
        for (module, flags) in MODULES {
            for emit in ["obj", "exe"] {
                let flags = [&["--target", &target.name, "--emit", emit], flags].concat();
                let here = output(Command::new(&own), module, &flags, &folder)?;
                let mut emulated = Command::new("qemu-aarch64");
                emulated.arg(&other);
                if output(emulated, module, &flags, &folder)? != here {
                    return Err(format!("{module} {}: the bytes differ", flags.join(" ")));
                }
                count += 1;
            }
        }
    }
    println!("{count} files of `ahead` on {RUST} are those of `ahead` on this machine, byte for byte");
    fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))
}

/// Builds `ahead` for the other machine, static; gives its path.
fn build() -> Result<PathBuf, String> {
    if Command::new(GCC).arg("--version").output().is_err() {
        setup::install(&["gcc-aarch64-linux-gnu", "libc6-dev-arm64-cross"])?;
    }
    setup::rustup(&["target", "add", RUST])?;
    let variable = format!("CARGO_TARGET_{}", RUST.replace('-', "_").to_uppercase());
    let mut cargo = cargo::cargo("build");
    cargo.args(cargo::QUICK).args(["--package", "ahead", "--bin", "ahead"]);
    cargo.args(["--target", RUST]).env(format!("{variable}_LINKER"), GCC);
    // Static: there is no C library to load for the emulated machine.
    cargo.env(format!("{variable}_RUSTFLAGS"), "-Ctarget-feature=+crt-static");
    // What it makes does not depend on how fast it is made.
    cargo.env("CARGO_PROFILE_QUICK_OPT_LEVEL", "1");
    cargo::run(&mut cargo)?;
    Ok(cargo::target_folder()?.join(RUST).join("quick/ahead"))
}

/// What `ahead build` with `flags` writes.
fn output(mut ahead: Command, module: &str, flags: &[&str], folder: &Path) -> Result<Vec<u8>, String> {
    let file = folder.join("output");
    ahead.current_dir(workspace()).arg("build").arg(module).args(flags).arg("-o").arg(&file);
    setup::run_quietly(ahead)?;
    fs::read(&file).map_err(|error| format!("{}: {error}", file.display()))
}
