//! `cargo xtask bench`: `benches/programs/` in; a table, `target/bench/bench.json` and
//! `target/bench/bench.html` out. `benches/README.md` has the method and its limits.

mod build;
mod contender;
mod measure;
mod page;
mod program;
mod report;
mod source;
mod statistics;
mod table;
mod tool;

use std::fs;
use std::path::{Path, PathBuf};

use contender::Contender;
use program::Program;
use report::{Report, Row};

/// Options of the bench.
#[derive(clap::Args)]
pub struct Arguments {
    /// Measure only the programs whose names contain this; may be given several times
    #[arg(long, value_name = "NAME")]
    only: Vec<String>,
    /// Measured runs of each program on each contender, after one that is not counted [default: 7, or 3
    /// with `--quick`]
    #[arg(long, value_name = "N")]
    runs: Option<usize>,
    /// Fewer runs, and no peer but wasmtime
    #[arg(long)]
    quick: bool,
    /// Measure each build of Ahead twice, as if they were two: shows the noise of the method
    #[arg(long)]
    aa: bool,
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
    let sources = source::fetch(&folder)?;
    let contenders = contender::find(arguments, &folder)?;
    let runs = arguments.runs.unwrap_or(if arguments.quick { 3 } else { 7 });
    let mut rows = Vec::new();
    for (at, program) in programs.iter().enumerate() {
        eprintln!("[{}/{}] {}", at + 1, programs.len(), program.name);
        rows.push(row(program, &contenders, &sources, &folder, runs)?);
        let report = Report::new(&contenders, &rows, runs);
        write(&folder.join("bench.json"), &report.json()?)?;
    }
    let report = Report::new(&contenders, &rows, runs);
    print!("{}", table::text(&report));
    write(&folder.join("bench.html"), &page::html(&report))?;
    println!("\n{0}/bench.json\n{0}/bench.html", folder.display());
    Ok(())
}

/// Builds `program` for every contender, then runs them in turn.
fn row(
    program: &Program,
    contenders: &[Contender],
    sources: &Path,
    folder: &Path,
    runs: usize,
) -> Result<Row, String> {
    let folder = folder.join("build").join(&program.name);
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let modules = build::modules(program, contenders, sources, &folder)?;
    let built = contenders
        .iter()
        .map(|contender| contender.prepare(&modules, &folder))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| format!("{}: {error}", program.name))?;
    let measured = measure::interleaved(contenders, &built, runs)
        .map_err(|error| format!("{}: {error}", program.name))?;
    Ok(Row::new(program, built, measured))
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}
