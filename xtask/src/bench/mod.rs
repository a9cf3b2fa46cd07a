//! `cargo xtask bench`: `benches/programs/` in; a table, `target/bench/bench.json` and
//! `target/bench/bench.html` out. `benches/README.md` has the method and its limits.

mod build;
mod check;
mod contender;
mod cpu;
#[path = "../../../compiler/src/cli/high_water.rs"]
mod high_water;
mod instructions;
mod measure;
mod page;
mod program;
mod report;
mod source;
mod start;
mod statistics;
mod table;
pub mod tool;

use std::fs;
use std::path::{Path, PathBuf};

use contender::Contender;
use cpu::Cpu;
use measure::{Entrant, Measured};
use program::Program;
use report::{Failure, Report, Row};

/// Options of the bench.
#[derive(clap::Args)]
pub struct Arguments {
    /// Measure only the programs whose names contain this; may be given several times
    #[arg(long, value_name = "NAME")]
    only: Vec<String>,
    /// Measured runs of each program on each contender, after one that is not counted [default: 7, or 3
    /// with `--quick`, or 2000 with `--start`]
    #[arg(long, value_name = "N")]
    runs: Option<usize>,
    /// Fewer runs, and no peer but wasmtime
    #[arg(long)]
    quick: bool,
    /// Measure each build of Ahead twice, as if they were two: shows the noise of the method
    #[arg(long)]
    aa: bool,
    /// Measure nothing: compare what the programs print on every target and processor with what the
    /// native build prints
    #[arg(long)]
    check: bool,
    /// Measure nothing: count the instructions that the programs execute on AArch64 and RISC-V
    #[arg(long, conflicts_with = "check")]
    instructions: bool,
    /// Measure only what a program that prints a line takes from start to exit, and on disk
    #[arg(long, conflicts_with_all = ["check", "instructions", "only", "aa", "cpu"])]
    start: bool,
    /// The processor that all compile for, the native build too [default: each its own: `ahead` its
    /// target's, wasmtime and node this machine's, the C compilers any x86-64]
    #[arg(long, value_name = "LEVEL")]
    cpu: Option<Cpu>,
    /// The `ahead` to measure, instead of building this tree's
    #[arg(long, value_name = "PATH")]
    ahead: Option<PathBuf>,
    /// Another `ahead` to measure beside this tree's
    #[arg(long, value_name = "PATH")]
    against: Option<PathBuf>,
}

/// Builds, measures and reports.
pub fn run(arguments: &Arguments) -> Result<(), String> {
    let folder = crate::workspace().join("target/bench");
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let programs = program::all(&arguments.only)?;
    if programs.is_empty() {
        return Err("no program in benches/programs/ has such a name".into());
    }
    let contenders = contender::find(arguments, &folder)?;
    if arguments.start {
        return start::run(&contenders, arguments.runs, &folder);
    }
    let sources = source::fetch(&folder)?;
    if arguments.check {
        return check::run(&programs, &contenders, &sources, &folder);
    }
    if arguments.instructions {
        return instructions::run(&programs, &contenders, &sources, &folder);
    }
    let runs = arguments.runs.unwrap_or(if arguments.quick { 3 } else { 7 });
    let (mut rows, mut failures) = (Vec::new(), Vec::new());
    for (at, program) in programs.iter().enumerate() {
        eprintln!("[{}/{}] {}", at + 1, programs.len(), program.name);
        let known = failures.len();
        match entrants(program, &contenders, arguments.cpu, &sources, &folder, runs) {
            Ok(entrants) => {
                rows.extend(Row::new(program, &entrants));
                failures.extend(failed(program, &contenders, entrants));
            }
            Err(error) => failures.push(Failure { program: program.name.clone(), contender: None, error }),
        }
        failures[known..].iter().for_each(|failure| eprintln!("failed: {failure}"));
        let report = Report::new(&contenders, &rows, &failures, runs);
        write(&folder.join("bench.json"), &report.json()?)?;
        write(&folder.join("bench.html"), &page::html(&report))?;
    }
    print!("{}", table::text(&Report::new(&contenders, &rows, &failures, runs)));
    println!("\n{0}/bench.json\n{0}/bench.html", folder.display());
    match failures.len() {
        0 => Ok(()),
        count => Err(format!("{count} of the above failed")),
    }
}

/// Builds `program` for every contender, then runs them in turn.
fn entrants(
    program: &Program,
    contenders: &[Contender],
    cpu: Option<Cpu>,
    sources: &Path,
    folder: &Path,
    runs: usize,
) -> Result<Vec<Entrant>, String> {
    let folder = build::folder(folder, program)?;
    let modules = build::modules(program, contenders, cpu, sources, &folder)?;
    let built = contenders.iter().map(|contender| contender.prepare(&modules, &folder));
    let mut entrants: Vec<Entrant> = built.map(|built| Ok((built?, Measured::default()))).collect();
    measure::interleaved(&mut entrants, runs);
    Ok(entrants)
}

/// The contenders that dropped out, and why.
fn failed(program: &Program, contenders: &[Contender], entrants: Vec<Entrant>) -> Vec<Failure> {
    let each = contenders.iter().zip(entrants).filter_map(|(contender, entrant)| {
        let (program, contender) = (program.name.clone(), Some(contender.name.clone()));
        Some(Failure { program, contender, error: entrant.err()? })
    });
    each.collect()
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}
