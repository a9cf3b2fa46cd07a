//! `cargo xtask setup`: a machine with Rust in, one that can build the runtime of every target, run
//! its programs and link them in every way out.
//!
//! `core` of a foreign target comes from the first of these that works here: rustup; a system Rust
//! (Debian's `rustc-web`) with its sources, from which `core` is built into a sysroot of our own.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::{archive, workspace};

/// What `setup` reads of a target file.
pub struct Target {
    /// The file's name.
    pub name: String,
    /// What rustc builds its runtime for.
    pub runtime_triple: String,
}

/// The system's compiler and the sources that belong to it. The compiler that rustup installs
/// rejects sources of another version, so the two must come together.
const SYSTEM_RUSTC: &str = "/usr/bin/rustc";
const SYSTEM_SOURCES: [&str; 2] = ["/usr/lib/rustlib/src/rust/library", "/usr/src/rustc/library"];
const SYSTEM_PACKAGES: [&str; 2] = ["rustc-web", "rust-web-src"];

/// Debian's packages, and the programs or files of each that are used: emulators that run what we
/// build, the firmware of a board in supervisor mode, and linkers to try objects and boards with.
const PACKAGES: [(&str, &[&str]); 7] = [
    ("qemu-user", &["qemu-aarch64", "qemu-riscv64"]),
    ("qemu-system-arm", &["qemu-system-aarch64"]),
    ("qemu-system-misc", &["qemu-system-riscv64"]),
    ("opensbi", &["/usr/share/qemu/opensbi-riscv64-generic-fw_dynamic.bin"]),
    ("binutils-aarch64-linux-gnu", &["aarch64-linux-gnu-ld"]),
    ("binutils-riscv64-linux-gnu", &["riscv64-linux-gnu-ld"]),
    ("lld", &["ld.lld"]),
];

/// Seconds after which rustup is taken to have no network.
const RUSTUP_SECONDS: &str = "90";

/// Provides `core` for every target, emulators and linkers; says what it took and what is missing.
pub fn run() -> Result<(), String> {
    let mut missing = Vec::new();
    for target in targets()? {
        match core(&target.runtime_triple) {
            Ok(way) => println!("{}: {way}", target.name),
            Err(error) => missing.push(format!("{}: {error}", target.name)),
        }
    }
    for (package, parts) in PACKAGES {
        match provide(package, parts) {
            Ok(way) => println!("{package}: {way}"),
            Err(error) => missing.push(format!("{package}: {error}")),
        }
    }
    match missing.is_empty() {
        true => Ok(()),
        false => Err(format!("not everything is there\n  {}", missing.join("\n  "))),
    }
}

/// Every target, sorted by name.
pub fn targets() -> Result<Vec<Target>, String> {
    let folder = workspace().join("targets");
    let entries = fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut targets = Vec::new();
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let triple = archive::target_value(&text, "runtime-triple");
        let triple = triple.ok_or_else(|| format!("{}: no `runtime-triple`", path.display()))?;
        let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        targets.push(Target { name, runtime_triple: triple.to_owned() });
    }
    targets.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(targets)
}

/// The compiler that cargo uses.
pub fn rustc() -> OsString {
    env::var_os("RUSTC").unwrap_or_else(|| "rustc".into())
}

/// Provides `core` for `triple`; says the way it took.
pub fn core(triple: &str) -> Result<String, String> {
    let way = provide_core(triple)?;
    // The build of `ahead` watches this folder, not rustc's.
    let note = archive::setup_dir(workspace()).join(format!("core-{triple}"));
    if !note.exists() {
        let io = |error| format!("{}: {error}", note.display());
        fs::create_dir_all(archive::setup_dir(workspace())).map_err(io)?;
        fs::write(&note, &way).map_err(io)?;
    }
    Ok(way)
}

fn provide_core(triple: &str) -> Result<String, String> {
    if let Some(toolchain) = archive::toolchain(&rustc(), workspace(), triple) {
        return Ok(match toolchain.sysroot {
            None => "`core` is installed with rustc".to_owned(),
            Some(sysroot) => format!("`core` is in {}", sysroot.display()),
        });
    }
    if rustup(&["target", "add", triple]).is_ok()
        && archive::toolchain(&rustc(), workspace(), triple).is_some()
    {
        return Ok("`core` came through rustup".to_owned());
    }
    let sources = system_sources()?;
    let start = Instant::now();
    build_sysroot(triple, Path::new(sources))?;
    Ok(format!("`core` built from {sources} by {SYSTEM_RUSTC} in {} s", start.elapsed().as_secs()))
}

/// Has rustup fetch something.
pub fn rustup(args: &[&str]) -> Result<(), String> {
    let mut rustup = Command::new("timeout");
    rustup.args([RUSTUP_SECONDS, "rustup"]).args(args);
    run_quietly(rustup)
}

/// The system Rust's sources, installed if need be.
fn system_sources() -> Result<&'static str, String> {
    let find = || SYSTEM_SOURCES.into_iter().find(|path| Path::new(path).join("core/src/lib.rs").exists());
    if !Path::new(SYSTEM_RUSTC).exists() || find().is_none() {
        install(&SYSTEM_PACKAGES)?;
    }
    find().ok_or_else(|| format!("no sources of Rust's library in {}", SYSTEM_SOURCES.join(" or ")))
}

fn build_sysroot(triple: &str, sources: &Path) -> Result<(), String> {
    let sysroot = archive::sysroot_dir(workspace(), triple);
    let libraries = sysroot.join("lib/rustlib").join(triple).join("lib");
    let io = |error| format!("{}: {error}", libraries.display());
    fs::create_dir_all(&libraries).map_err(io)?;
    let (core, builtins) = (libraries.join("libcore.rlib"), libraries.join("libcompiler_builtins.rlib"));
    let rustc = |name: &str| {
        let mut rustc = Command::new(SYSTEM_RUSTC);
        rustc.env("RUSTC_BOOTSTRAP", "1").arg("--sysroot").arg(&sysroot).args(["--target", triple]);
        rustc.args(["-Copt-level=3", "-Cpanic=abort", "-Cforce-unwind-tables=no", "-Cdebuginfo=0"]);
        rustc.args(["-Zforce-unstable-if-unmarked", "--cap-lints=allow", "--edition", "2024"]);
        rustc.args(["--crate-type", "rlib", "--crate-name", name]);
        rustc
    };
    let mut command = rustc("core");
    command.arg(sources.join("core/src/lib.rs")).arg("-o").arg(&core);
    run_quietly(command)?;
    // Without its feature `mem`: the runtime has memcpy and the like itself.
    let mut command = rustc("compiler_builtins");
    command.args([
        "--cfg",
        "feature=\"compiler-builtins\"",
        "--cfg",
        "feature=\"unmangled-names\"",
        "-Ccodegen-units=10000",
    ]);
    let mut external = OsString::from("core=");
    external.push(&core);
    command.arg("--extern").arg(external);
    let source = ["compiler-builtins/compiler-builtins/src/lib.rs", "compiler-builtins/src/lib.rs"];
    let source = source.iter().map(|path| sources.join(path)).find(|path| path.exists());
    command.arg(source.ok_or("the sources have no compiler_builtins")?).arg("-o").arg(&builtins);
    run_quietly(command)?;
    fs::write(sysroot.join(archive::SYSROOT_RUSTC), SYSTEM_RUSTC).map_err(io)
}

/// Provides a package with these programs and files; says the way it took.
fn provide(package: &str, parts: &[&str]) -> Result<&'static str, String> {
    if parts.iter().all(|part| is_there(part)) {
        return Ok("is installed");
    }
    install(&[package])?;
    match parts.iter().find(|part| !is_there(part)) {
        None => Ok("installed by apt-get"),
        Some(part) => Err(format!("apt-get installed it, but there is no {part}")),
    }
}

/// Whether a program is installed, or a file exists.
fn is_there(part: &str) -> bool {
    match part.starts_with('/') {
        true => Path::new(part).exists(),
        false => {
            Command::new(part).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
        }
    }
}

/// Installs Debian packages, where this is Debian and we may.
pub fn install(packages: &[&str]) -> Result<(), String> {
    let install = || {
        let mut apt = Command::new("apt-get");
        apt.env("DEBIAN_FRONTEND", "noninteractive");
        apt.args(["install", "-y", "--no-install-recommends"]).args(packages);
        run_quietly(apt)
    };
    // A fresh machine knows no packages until it has asked for the list.
    let update = |_| {
        let mut apt = Command::new("apt-get");
        apt.arg("update");
        run_quietly(apt).and_then(|()| install())
    };
    install().or_else(update).map_err(|error| {
        format!(
            "needs the packages {} (`apt-get install` as root, or what your system calls them): {error}",
            packages.join(" ")
        )
    })
}

/// Runs the command; where it fails, the error is the last line that it wrote.
pub fn run_quietly(mut command: Command) -> Result<(), String> {
    let output =
        command.output().map_err(|error| format!("{}: {error}", command.get_program().to_string_lossy()))?;
    if output.status.success() {
        return Ok(());
    }
    let stderr = String::from_utf8_lossy(&output.stderr);
    let last = stderr.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default();
    Err(format!("{} failed: {last}", command.get_program().to_string_lossy()))
}
