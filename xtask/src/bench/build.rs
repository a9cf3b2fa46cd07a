//! A program's C sources in; the native executable and the modules out, all by the same compiler.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::contender::{Contender, Flavour};
use super::cpu::Cpu;
use super::program::Program;
use super::{source, tool};

/// What a program is built to, before the contenders take over.
pub struct Modules {
    /// The native executable.
    pub native: PathBuf,
    /// Module without vectors.
    pub scalar: PathBuf,
    /// Module with vectors, if a contender takes it.
    pub simd: Option<PathBuf>,
}

/// No product and sum becomes one instruction, which rounds once: modules round twice.
const NATIVE: &[&str] = &["-target", "x86_64-linux-musl", "-ffp-contract=off"];
const SCALAR: &[&str] = &["-target", "wasm32-wasi"];
const SIMD: &[&str] = &["-target", "wasm32-wasi", "-msimd128"];

/// Makes the folder that `program` is built in.
pub fn folder(bench: &Path, program: &Program) -> Result<PathBuf, String> {
    let folder = bench.join("build").join(&program.name);
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(folder)
}

/// Builds what `contenders` need of `program` into `folder`, unless it is there from the same files.
pub fn modules(
    program: &Program,
    contenders: &[Contender],
    cpu: Option<Cpu>,
    sources: &Path,
    folder: &Path,
) -> Result<Modules, String> {
    let level = format!("-mcpu={}", cpu.map_or_else(|| "baseline".into(), Cpu::zig));
    let native = [NATIVE, &[&level]].concat();
    let simd = contenders.iter().any(|contender| contender.flavour == Flavour::Simd);
    Ok(Modules {
        native: compile(program, &native, sources, folder.join("native"))?,
        scalar: compile(program, SCALAR, sources, folder.join("scalar.wasm"))?,
        simd: simd.then(|| compile(program, SIMD, sources, folder.join("simd.wasm"))).transpose()?,
    })
}

/// Builds the native executable for another instruction set, which zig names `isa`.
pub fn native(program: &Program, isa: &str, sources: &Path, folder: &Path) -> Result<PathBuf, String> {
    let target = ["-target", &format!("{isa}-linux-musl"), "-ffp-contract=off", "-static"];
    compile(program, &target, sources, folder.join(format!("native-{isa}")))
}

fn compile(program: &Program, target: &[&str], sources: &Path, output: PathBuf) -> Result<PathBuf, String> {
    let mut command = tool::zig();
    command.args(target).args(["-O3", "-s", "-w", "-lm", "-o"]).arg(&output).arg(&program.path);
    for pattern in &program.header.sources {
        command.args(source::matching(sources, pattern)?);
    }
    for folder in &program.header.include {
        command.arg("-I").arg(sources.join(folder));
    }
    command.args(&program.header.flags);
    let (wanted, stamp) = (fingerprint(program, &command), output.with_extension("built-from"));
    if output.exists() && fs::read_to_string(&stamp).is_ok_and(|built| built == wanted) {
        return Ok(output);
    }
    tool::run(&mut command)?;
    fs::write(&stamp, wanted).map_err(|error| format!("{}: {error}", stamp.display()))?;
    Ok(output)
}

/// The command and the texts of our own files: packages are pinned, so they need no look.
fn fingerprint(program: &Program, command: &Command) -> String {
    let folder = program.path.parent().unwrap_or(Path::new("."));
    let shared = ["bench.h", "text.h"].map(|name| fs::read_to_string(folder.join(name)).unwrap_or_default());
    let own = fs::read_to_string(&program.path).unwrap_or_default();
    format!("{command:?}\n{own}{}", shared.concat())
}
