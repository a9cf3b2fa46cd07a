//! `cargo xtask csmith`: seeds in; random C programs, each compiled natively and by way of
//! WebAssembly, and the checksums that they print compared.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use clap::Args;

use crate::{cargo, setup, workspace};

/// The command line.
#[derive(Args)]
pub struct Arguments {
    /// How many programs
    #[arg(long, default_value_t = 200)]
    seeds: u32,

    /// The first seed
    #[arg(long, default_value_t = 1)]
    first: u32,

    /// Target to compile for; foreign ones run under QEMU [default: this machine's]
    #[arg(long, value_name = "NAME")]
    target: Option<String>,
}

impl Arguments {
    /// As many as one waits for in a run of all tests.
    pub fn few() -> Arguments {
        Arguments { seeds: 20, first: 1, target: None }
    }
}

/// Seconds that a native program may take; many random ones never end.
const NATIVE_SECONDS: &str = "5";
/// Seconds that ours may take: far more, since this only ends what hangs.
const OUR_SECONDS: &str = "200";

/// The native programs have the data model of wasm32: with pointers and `long` of eight bytes, unions
/// that hold them read differently.
const NATIVE: &str = "x86-linux-musl";

/// Where Debian's packages put the header.
const HEADER: &str = "/usr/include/csmith";

/// What became of a seed.
enum Verdict {
    Same,
    /// The native program does not end in time, or a signal ends it: there is nothing to compare.
    NoResult,
    /// What differs.
    Different(String),
}

/// Compares the programs of all seeds; fails when one differs.
pub fn run(arguments: &Arguments) -> Result<(), String> {
    if let Err(error) = provide() {
        println!("csmith: not tested: {error}");
        return Ok(());
    }
    let ahead = cargo::build()?;
    let folder = workspace().join("target/csmith");
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let (next, no_result) = (AtomicU32::new(0), AtomicU32::new(0));
    let differences = Mutex::new(Vec::new());
    let work = || {
        while let Some(seed) = take(&next, arguments) {
            match compare(seed, &folder, &ahead, arguments.target.as_deref()) {
                Ok(Verdict::Same) => {}
                Ok(Verdict::NoResult) => drop(no_result.fetch_add(1, Ordering::Relaxed)),
                Ok(Verdict::Different(what)) | Err(what) => {
                    differences.lock().expect("no holder panics").push(format!("seed {seed}: {what}"));
                }
            }
        }
    };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
    let differences = differences.into_inner().expect("no holder panics");
    let no_result = no_result.into_inner();
    let same = arguments.seeds - no_result - differences.len() as u32;
    println!(
        "csmith: {same} programs the same, {} different, {no_result} without a native result",
        differences.len()
    );
    match differences.is_empty() {
        true => Ok(()),
        false => Err(differences.join("\n")),
    }
}

fn take(next: &AtomicU32, arguments: &Arguments) -> Option<u32> {
    let index = next.fetch_add(1, Ordering::Relaxed);
    (index < arguments.seeds).then_some(arguments.first + index)
}

/// Provides csmith and a C compiler for both sides.
fn provide() -> Result<(), String> {
    // It is not asked for its version: it would write a file into the working directory.
    let found = Command::new("sh").args(["-c", "command -v csmith"]).output();
    if !found.is_ok_and(|output| output.status.success()) || !Path::new(HEADER).exists() {
        setup::install(&["csmith", "libcsmith-dev"])?;
    }
    let there = || {
        Command::new("python3").args(["-m", "ziglang", "version"]).output().is_ok_and(|o| o.status.success())
    };
    if !there() {
        let mut pip = Command::new("python3");
        pip.args(["-m", "pip", "install", "--quiet", "--break-system-packages", "ziglang"]);
        setup::run_quietly(pip)?;
    }
    Ok(())
}

fn compare(seed: u32, folder: &Path, ahead: &Path, target: Option<&str>) -> Result<Verdict, String> {
    // A folder each: csmith writes what it learns of the machine into its working directory.
    let folder = folder.join(seed.to_string());
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let (source, native) = (folder.join("program.c"), folder.join("native"));
    let (module, ours) = (folder.join("program.wasm"), folder.join("ours"));
    let mut csmith = Command::new("csmith");
    csmith.current_dir(&folder).args(["--seed", &seed.to_string(), "-o"]).arg(&source);
    succeed(csmith)?;
    succeed(zig(&source, &native, &["-target", NATIVE]))?;
    let native = output(limited(NATIVE_SECONDS, &native))?;
    if native.status.code().is_none_or(|status| status == 124 || status > 128) {
        return Ok(Verdict::NoResult);
    }
    succeed(zig(&source, &module, &["-target", "wasm32-wasi"]))?;
    // The registers of each level come from an allocator of its own.
    for level in ["-O2", "-O0"] {
        let mut build = Command::new(ahead);
        build.args(["build", level]).arg(&module).arg("-o").arg(&ours);
        if let Some(target) = target {
            build.args(["--target", target]);
        }
        succeed(build)?;
        let ours = output(limited_on(target, &ours))?;
        if ours.stdout != native.stdout || ours.status.code() != native.status.code() {
            let what = format!("native: {}; ours at {level}: {}", shown(&native), shown(&ours));
            return Ok(Verdict::Different(what));
        }
    }
    Ok(Verdict::Same)
}

fn shown(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
    format!("{} `{}{}`", output.status, text(&output.stdout), text(&output.stderr))
}

fn zig(source: &Path, output: &Path, flags: &[&str]) -> Command {
    let cache = workspace().join("target/zig-cache");
    let mut zig = Command::new("python3");
    zig.env("ZIG_GLOBAL_CACHE_DIR", &cache).env("ZIG_LOCAL_CACHE_DIR", &cache);
    zig.args(["-m", "ziglang", "cc", "-O1", "-w", "-I", HEADER])
        .args(flags)
        .arg(source)
        .arg("-o")
        .arg(output);
    zig
}

fn limited(seconds: &str, program: &PathBuf) -> Command {
    let mut command = Command::new("timeout");
    command.arg(seconds).arg(program);
    command
}

fn limited_on(target: Option<&str>, program: &PathBuf) -> Command {
    let arch = target.and_then(|name| name.split('-').next()).filter(|arch| *arch != std::env::consts::ARCH);
    match arch {
        None => limited(OUR_SECONDS, program),
        Some(arch) => {
            let mut command = Command::new("timeout");
            command.arg(OUR_SECONDS).arg(format!("qemu-{arch}")).arg(program);
            command
        }
    }
}

fn output(mut command: Command) -> Result<Output, String> {
    command.output().map_err(|error| format!("{}: {error}", command.get_program().display()))
}

fn succeed(command: Command) -> Result<(), String> {
    setup::run_quietly(command)
}
