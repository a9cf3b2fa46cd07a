//! The runtime's sources and a rustc in, the static library that executables are linked with out.
//!
//! Two direct calls of rustc, no cargo, so that any rustc with a `core` for the target will do.
//! `compiler/build.rs` and `xtask` both include this module: the runtime is built in one way only.

mod relax;
mod slim;

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A compiler that has `core` for some triple.
pub struct Toolchain {
    /// The compiler.
    pub rustc: OsString,
    /// Where `core` is, when it is not the compiler's own: `cargo xtask setup` made it.
    pub sysroot: Option<PathBuf>,
}

/// Name of the file in a made sysroot that holds the path of the rustc that made it; written last,
/// so that a sysroot with it is whole.
pub const SYSROOT_RUSTC: &str = "rustc";

/// The folder where `cargo xtask setup` keeps what it makes: not cargo's target folder, which can
/// be anywhere. `AHEAD_RUNTIME_DIR` names another one.
pub fn setup_dir(workspace: &Path) -> PathBuf {
    std::env::var_os("AHEAD_RUNTIME_DIR").map_or_else(|| workspace.join("target/runtime"), PathBuf::from)
}

/// The folder of the sysroot that is made for `triple`.
pub fn sysroot_dir(workspace: &Path, triple: &str) -> PathBuf {
    setup_dir(workspace).join(format!("sysroot-{triple}"))
}

/// A compiler with `core` for `triple`: `rustc`, if it has it, else the one that `setup` prepared.
pub fn toolchain(rustc: &OsString, workspace: &Path, triple: &str) -> Option<Toolchain> {
    if has_core(rustc, triple) {
        return Some(Toolchain { rustc: rustc.clone(), sysroot: None });
    }
    let sysroot = sysroot_dir(workspace, triple);
    let rustc = fs::read_to_string(sysroot.join(SYSROOT_RUSTC)).ok()?;
    Some(Toolchain { rustc: rustc.trim().into(), sysroot: Some(sysroot) })
}

fn has_core(rustc: &OsString, triple: &str) -> bool {
    let output = Command::new(rustc).args(["--print", "target-libdir", "--target", triple]).output();
    let Some(output) = output.ok().filter(|output| output.status.success()) else { return false };
    let libdir = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim().to_owned());
    let Ok(mut files) = fs::read_dir(libdir) else { return false };
    files.any(|file| file.is_ok_and(|file| file.file_name().to_string_lossy().starts_with("libcore-")))
}

/// The value of a target file's key that stands at the start of a line, as `key = "value"`. The
/// compiler reads target files whole; this needs no TOML parser while building.
pub fn target_value<'a>(toml: &'a str, key: &str) -> Option<&'a str> {
    let line = toml.lines().find(|line| line.split('=').next().is_some_and(|name| name.trim() == key))?;
    line.split('"').nth(1)
}

/// Builds the runtime in `sources` (`runtime-lib/`) for `triple` into `archive`, with `configuration`
/// (`--cfg`), which is empty but for tests. The other files go to `scratch`, which must exist. Fails
/// with rustc's messages.
pub fn build(
    toolchain: &Toolchain,
    sources: &Path,
    triple: &str,
    configuration: &[&str],
    scratch: &Path,
    archive: &Path,
) -> Result<(), String> {
    let abi = scratch.join("libahead_abi.rlib");
    let mut rustc = rustc(toolchain, sources, triple);
    rustc.args(["--crate-name", "ahead_abi", "--crate-type", "rlib"]);
    rustc.arg(sources.join("abi/src/lib.rs")).arg("-o").arg(&abi);
    run(rustc)?;

    let mut rustc = self::rustc(toolchain, sources, triple);
    rustc.args(["--crate-name", "ahead_runtime", "--crate-type", "staticlib", "-Clto=fat"]);
    let mut external = OsString::from("ahead_abi=");
    external.push(&abi);
    rustc.arg("--extern").arg(external);
    rustc.args(configuration.iter().flat_map(|option| ["--cfg", *option]));
    rustc.arg(sources.join("src/lib.rs")).arg("-o").arg(archive);
    run(rustc)?;

    let io = |error| format!("{}: {error}", archive.display());
    let built = fs::read(archive).map_err(io)?;
    fs::write(archive, slim::archive(&built, "_start")?).map_err(io)
}

fn rustc(toolchain: &Toolchain, sources: &Path, triple: &str) -> Command {
    let mut rustc = Command::new(&toolchain.rustc);
    if let Some(sysroot) = &toolchain.sysroot {
        // The `core` in it is built from unstable sources.
        rustc.env("RUSTC_BOOTSTRAP", "1").arg("--sysroot").arg(sysroot);
    }
    rustc.args(["--edition", "2024", "--target", triple, "-Copt-level=s", "-Cpanic=abort"]);
    // Backtraces walk through the runtime by frame pointers; nothing reads unwind tables.
    rustc.args(["-Cforce-frame-pointers=yes", "-Cforce-unwind-tables=no"]);
    // Where an executable is loaded is known when it is linked, so that constants with addresses are
    // read-only data: a segment less to map at start.
    rustc.args(["-Crelocation-model=static", "-Ccodegen-units=1", "-Cdebuginfo=0"]);
    if triple.starts_with("aarch64") {
        // Out of line, atomics ask libc's `getauxval` what the processor has.
        rustc.arg("-Ctarget-feature=-outline-atomics");
    }
    // The same archive whatever folder it is built in.
    let mut remap = OsString::from("--remap-path-prefix=");
    remap.push(sources);
    remap.push("=runtime-lib");
    rustc.arg(remap);
    rustc
}

fn run(mut command: Command) -> Result<(), String> {
    let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    if !output.status.success() {
        return Err(format!("{command:?}: {}\n{}", output.status, String::from_utf8_lossy(&output.stderr)));
    }
    Ok(())
}
