//! A runtime with a fault built into it in, programs that have the fault out: for tests only, built
//! here and never shipped.

#[path = "../../../runtime-lib/archive/mod.rs"]
#[expect(dead_code, reason = "what reads target files is for those who build `ahead`")]
mod archive;

use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use ahead::Object;
use ahead::link::{self, Symbols};
use ahead::target::{self, Target};
use ahead_tests::{build, repository};

/// The faults: paths that lead wherever they say, and a `sched_yield` that makes another system call.
const FAULTS: [&str; 2] = ["ahead_resolver=\"broken\"", "ahead_forbidden_call"];

/// Builds the text `module` to the executable `faulty` in the folder, with the faults.
pub fn faulty(folder: &Path, module: &str, flags: &[&str]) -> Result<PathBuf, String> {
    fs::write(folder.join("faulty.wat"), module).map_err(|error| error.to_string())?;
    let output = build::call(folder, [&["build", "faulty.wat", "--emit", "obj"], flags].concat())?;
    if output.exit != 0 {
        return Err(output.stderr);
    }
    let bytes = fs::read(folder.join("faulty.o")).map_err(|error| error.to_string())?;
    let object = Object {
        bytes,
        image_limit: ahead_abi::layout::MEMORY_BASE,
        memory_bytes: 0,
        stack_bytes: 0,
        system_calls: Vec::new(),
    };
    let executable =
        link::link(object, faulty_target()?, Symbols::Keep).map_err(|error| error.to_string())?;
    let program = folder.join("faulty");
    fs::write(&program, executable)
        .and_then(|()| fs::set_permissions(&program, fs::Permissions::from_mode(0o755)))
        .map_err(|error| error.to_string())?;
    Ok(program)
}

/// This machine's target, with the faulty runtime.
fn faulty_target() -> Result<&'static Target, String> {
    static TARGET: OnceLock<Result<Target, String>> = OnceLock::new();
    let make = || {
        let host = target::default();
        let runtime: &'static [u8] = archive(&host.runtime_triple)?.leak();
        Ok(Target { runtime: Some(runtime), ..host.clone() })
    };
    TARGET.get_or_init(make).as_ref().map_err(Clone::clone)
}

fn archive(triple: &str) -> Result<Vec<u8>, String> {
    let scratch = tempfile::TempDir::with_prefix("ahead-faulty-").map_err(|error| error.to_string())?;
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| OsString::from("rustc"));
    // A host with another libc has a `core` that serves as well.
    let gnu = triple.replace("-none", "-linux-gnu").replace("-musl", "-gnu");
    let found = [triple, gnu.as_str()]
        .into_iter()
        .find_map(|triple| Some((archive::toolchain(&rustc, repository(), triple)?, triple.to_owned())));
    let (toolchain, triple) = found.ok_or_else(|| format!("no `core` for {triple}"))?;
    let library = scratch.path().join("libfaulty.a");
    archive::build(
        &toolchain,
        &repository().join("runtime-lib"),
        &triple,
        &FAULTS,
        scratch.path(),
        &library,
    )?;
    fs::read(library).map_err(|error| error.to_string())
}
