//! Programs in; whether what they print is what the native build prints, on every target and processor
//! that Ahead compiles them for, out. Nothing is measured: foreign programs run in QEMU.

use std::path::Path;
use std::process::Command;

use super::build;
use super::contender::{self, Contender};
use super::program::Program;
use super::tool;

/// A target, a value of `--cpu`, and the processor that QEMU plays where that is not its default one.
const VARIANTS: [(&str, &str, &str); 6] = [
    ("x86_64-linux", "x86-64", ""),
    ("x86_64-linux", "x86-64-v2", ""),
    ("x86_64-linux", "x86-64-v3", ""),
    ("aarch64-linux", "generic", ""),
    ("riscv64-linux", "generic", ""),
    ("riscv64-linux", "generic,v", "rv64,v=true"),
];

/// Builds and runs each program, scalar and with vectors, and says how many printed the same.
pub fn run(
    programs: &[Program],
    contenders: &[Contender],
    sources: &Path,
    folder: &Path,
) -> Result<(), String> {
    let ahead = contender::ahead_copy(folder);
    let mut failures = Vec::new();
    let mut same = [0; VARIANTS.len()];
    for (at, program) in programs.iter().enumerate() {
        eprintln!("[{}/{}] {}", at + 1, programs.len(), program.name);
        let folder = build::folder(folder, program)?;
        let modules = build::modules(program, contenders, None, sources, &folder)?;
        let expected = output(&mut Command::new(&modules.native))?;
        for (count, variant) in same.iter_mut().zip(VARIANTS) {
            let scalar = Some(&modules.scalar).filter(|_| !variant.2.contains("v=true"));
            for module in scalar.into_iter().chain(&modules.simd) {
                let outcome = match printed(&ahead, module, variant, &folder) {
                    Ok(printed) if printed == expected => Ok(()),
                    Ok(_) => Err(shown(program, module, variant, "prints something else")),
                    Err(error) => Err(shown(program, module, variant, &error)),
                };
                match outcome {
                    Ok(()) => *count += 1,
                    Err(failure) => {
                        eprintln!("failed: {failure}");
                        failures.push(failure);
                    }
                }
            }
        }
    }
    for ((target, cpu, _), same) in VARIANTS.iter().zip(same) {
        println!("{target} --cpu {cpu}: {same} executables print what the native build prints");
    }
    match failures.is_empty() {
        true => Ok(()),
        false => Err(format!("{} do not:\n{}", failures.len(), failures.join("\n"))),
    }
}

fn shown(program: &Program, module: &Path, (target, cpu, _): (&str, &str, &str), error: &str) -> String {
    let module = module.file_stem().unwrap_or_default().display();
    format!("{} ({module}) for {target} --cpu {cpu}: {error}", program.name)
}

/// What the program prints for this target.
fn printed(
    ahead: &Path,
    module: &Path,
    (target, cpu, emulated): (&str, &str, &str),
    folder: &Path,
) -> Result<Vec<u8>, String> {
    let program = folder.join("checked");
    let mut build = Command::new(ahead);
    build.args(["build", "--strip", "--target", target, "--cpu", cpu]).arg(module).arg("-o").arg(&program);
    tool::run(&mut build)?;
    let mut command = crate::demo::command(target, &program);
    if !emulated.is_empty() {
        command.env("QEMU_CPU", emulated);
    }
    output(&mut command)
}

fn output(command: &mut Command) -> Result<Vec<u8>, String> {
    let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    match output.status.success() {
        true => Ok(output.stdout),
        false => Err(format!("{}: {}", output.status, String::from_utf8_lossy(&output.stderr).trim_end())),
    }
}
