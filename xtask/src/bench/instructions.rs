//! Programs in; how many instructions each executes on AArch64 and RISC-V, as a module that Ahead compiled and
//! compiled natively, out.
//!
//! They are counted in QEMU, so that the figures are the same on every machine.

use std::path::Path;
use std::process::Command;
use std::thread;

use super::build;
use super::contender::{self, Contender};
use super::program::Program;
use super::statistics::geomean;
use super::tool;
use crate::figures;

/// The instruction sets, as QEMU and zig name them: all that code for every processor of one may use.
const ISAS: [&str; 2] = ["aarch64", "riscv64"];

/// Counts all programs, and prints a table.
pub fn run(
    programs: &[Program],
    contenders: &[Contender],
    sources: &Path,
    folder: &Path,
) -> Result<(), String> {
    let ahead = contender::ahead_copy(folder);
    let plugin = figures::plugin(folder)?;
    let mut ratios = [Vec::new(), Vec::new()];
    let mut failures = Vec::new();
    println!(
        "Instructions executed, in millions: as a module compiled by ahead, as C compiled by `zig cc -O3`\n"
    );
    println!("| program | {} |", ISAS.map(|isa| format!("{isa}: ahead | C | ratio")).join(" | "));
    println!("| --- {}|", "| ---: ".repeat(3 * ISAS.len()));
    for (at, program) in programs.iter().enumerate() {
        eprintln!("[{}/{}] {}", at + 1, programs.len(), program.name);
        let folder = build::folder(folder, program)?;
        let module = build::modules(program, contenders, None, sources, &folder)?.scalar;
        let of_isa = |isa| counts(&ahead, program, &module, isa, &plugin, sources, &folder);
        let [first, second] = ISAS;
        let counted = thread::scope(|scope| {
            let other = scope.spawn(|| of_isa(second));
            [of_isa(first), other.join().expect("counting does not panic")]
        });
        let mut cells = Vec::new();
        for (ratios, counted) in ratios.iter_mut().zip(counted) {
            match counted {
                Ok([ahead, native]) => {
                    ratios.push(ahead / native);
                    cells.push(format!("{:.0} | {:.0} | {:.2}", ahead / 1e6, native / 1e6, ahead / native));
                }
                Err(error) => {
                    cells.push("failed | |".into());
                    eprintln!("failed: {error}");
                    failures.push(format!("{}: {error}", program.name));
                }
            }
        }
        println!("| {} | {} |", program.name, cells.join(" | "));
    }
    let means = ratios.map(|ratios| format!("| | {:.3}", geomean(&ratios).0));
    println!("| geometric mean | {} |", means.join(" | "));
    match failures.is_empty() {
        true => Ok(()),
        false => Err(format!("{} failed:\n{}", failures.len(), failures.join("\n"))),
    }
}

/// What a module and the native build execute.
fn counts(
    ahead: &Path,
    program: &Program,
    module: &Path,
    isa: &str,
    plugin: &Path,
    sources: &Path,
    folder: &Path,
) -> Result<[f64; 2], String> {
    let compiled = folder.join(format!("ahead-{isa}"));
    let mut command = Command::new(ahead);
    command.args(["build", "--strip", "--cpu", "generic", "--target", &format!("{isa}-linux")]);
    tool::run(command.arg(module).arg("-o").arg(&compiled))?;
    let native = build::native(program, isa, sources, folder)?;
    Ok([figures::count(isa, &compiled, plugin)?, figures::count(isa, &native, plugin)?])
}
