//! `cargo xtask figures`: C programs in; what they cost as modules on each instruction set, and what
//! explicit bounds checks cost, out.
//!
//! Instructions are counted in QEMU, by a plugin, so that the figures are the same on every machine.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::bench::tool;
use crate::{cargo, setup, workspace};

/// Programs of `benches/programs/`, all of which show what checks cost.
const KERNELS: [&str; 4] = ["sieve", "sha256", "quicksort", "matmul"];

/// How many of them are counted on each instruction set: `matmul` takes minutes there.
const COUNTED: usize = 3;

/// The instruction sets, as QEMU and zig name them: all that code for every processor of one may use.
const ISAS: [&str; 3] = ["x86_64", "aarch64", "riscv64"];

/// Runs of each program, of which the fastest counts.
const RUNS: usize = 7;

/// Counts and measures all, and prints the tables.
pub fn run() -> Result<(), String> {
    let ahead = cargo::build()?;
    let folder = workspace().join("target/figures");
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let plugin = plugin(&folder)?;
    for kernel in KERNELS {
        tool::run(&mut c(kernel, "wasm32-wasi", &folder.join(kernel).with_extension("wasm")))?;
    }
    println!(
        "Instructions executed, in millions: as a module compiled by ahead, as C compiled by `zig cc -O2`\n"
    );
    println!("| program | {} |", ISAS.map(|isa| format!("{isa}: ahead | C | ratio")).join(" | "));
    println!("| --- {}|", "| ---: ".repeat(3 * ISAS.len()));
    for kernel in &KERNELS[..COUNTED] {
        let cells: Vec<String> =
            ISAS.iter().map(|isa| of_isa(&ahead, kernel, isa, &plugin, &folder)).collect::<Result<_, _>>()?;
        println!("| {kernel} | {} |", cells.join(" | "));
    }
    println!("\nExplicit bounds checks on x86-64, over guard pages\n");
    println!("| program | instructions | processor time, fastest of {RUNS} |\n| --- | ---: | ---: |");
    for kernel in KERNELS {
        let [guard, explicit] = ["guard", "explicit"].map(|bounds| {
            let program = build(&ahead, kernel, "x86_64", &["--bounds", bounds], &folder)?;
            Ok::<_, String>((count("x86_64", &program, &plugin)?, seconds(&program)?))
        });
        let (guard, explicit) = (guard?, explicit?);
        println!("| {kernel} | {:.2} | {:.2} |", explicit.0 / guard.0, explicit.1 / guard.1);
    }
    Ok(())
}

/// The cells of a program on an instruction set.
fn of_isa(ahead: &Path, kernel: &str, isa: &str, plugin: &Path, folder: &Path) -> Result<String, String> {
    let native = folder.join(format!("{kernel}-{isa}-c"));
    tool::run(&mut c(kernel, &format!("{isa}-linux-musl"), &native))?;
    let module = count(isa, &build(ahead, kernel, isa, &[], folder)?, plugin)?;
    let native = count(isa, &native, plugin)?;
    Ok(format!("{:.0} | {:.0} | {:.2}", module / 1e6, native / 1e6, module / native))
}

/// The command that compiles a program for a target of zig's.
fn c(kernel: &str, target: &str, output: &Path) -> Command {
    let mut zig = tool::zig();
    zig.args(["-target", target, "-O2", "-s", "-w", "-static", "-o"]).arg(output);
    zig.arg(workspace().join("benches/programs").join(kernel).with_extension("c"));
    zig
}

/// Builds a program's module for an instruction set.
fn build(ahead: &Path, kernel: &str, isa: &str, flags: &[&str], folder: &Path) -> Result<PathBuf, String> {
    let program = folder.join(format!("{kernel}-{isa}{}", flags.concat()));
    let mut command = Command::new(ahead);
    // For the processors that the C compiler assumes: x86-64 without extensions.
    let cpu = if isa == "x86_64" { "x86-64" } else { "generic" };
    command.arg("build").arg(folder.join(kernel).with_extension("wasm")).args(["--cpu", cpu]);
    command.args(["--target", &format!("{isa}-linux"), "-o"]).arg(&program).args(flags);
    tool::run(&mut command).map(|_| program)
}

/// Compiles the plugin that counts.
pub fn plugin(folder: &Path) -> Result<PathBuf, String> {
    if tool::find("gcc").is_none() {
        setup::install(&["gcc", "libc6-dev"])?;
    }
    let plugin = folder.join("instructions.so");
    let mut gcc = Command::new("gcc");
    gcc.args(["-O2", "-shared", "-fPIC", "-o"]).arg(&plugin);
    tool::run(gcc.arg(workspace().join("benches/instructions.c"))).map(|_| plugin)
}

/// Instructions that a program executes.
pub fn count(isa: &str, program: &Path, plugin: &Path) -> Result<f64, String> {
    let mut qemu = Command::new(format!("qemu-{isa}"));
    qemu.arg("-plugin").arg(plugin).arg(program);
    let output = qemu.output().map_err(|error| format!("qemu-{isa}: {error}"))?;
    let printed = String::from_utf8_lossy(&output.stderr);
    let number = printed.lines().last().and_then(|line| line.parse().ok());
    match (output.status.success(), number) {
        (true, Some(number)) => Ok(number),
        _ => Err(format!("{qemu:?}: {}, {printed}", output.status)),
    }
}

/// Processor time of the fastest run.
fn seconds(program: &Path) -> Result<f64, String> {
    let mut fastest = f64::INFINITY;
    for _ in 0..RUNS {
        fastest = fastest.min(tool::run(&mut Command::new(program))?.cpu.as_secs_f64());
    }
    Ok(fastest)
}
