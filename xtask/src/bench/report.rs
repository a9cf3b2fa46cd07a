//! What was measured in; what the table, the JSON and the page show out.

use serde::Serialize;

use super::contender::{Built, Contender};
use super::measure::{Entrant, Measured};
use super::program::Program;
use super::statistics;

/// Everything that was measured. The field names are those of the JSON.
#[derive(Serialize)]
pub struct Report {
    /// Model of the processor.
    pub processor: String,
    /// What else the machine did: the load averages (1, 5, 15 minutes) when the report was made.
    pub load: String,
    /// Runs behind each median.
    pub runs: usize,
    /// Names of the contenders, the native build first: the order of every `cells`.
    pub contenders: Vec<String>,
    /// One a program.
    pub rows: Vec<Row>,
    /// Geometric means of the ratios to the native build, one a contender.
    pub geomeans: Vec<Geomean>,
    /// What has no figures, and why.
    pub failures: Vec<Failure>,
}

/// A program that did not build, or did not run as the native build does.
#[derive(Clone, Serialize)]
pub struct Failure {
    /// The program's name.
    pub program: String,
    /// The contender's; nothing if the program as a whole failed.
    pub contender: Option<String>,
    /// What happened.
    pub error: String,
}

/// A geometric mean over the programs that a contender runs.
#[derive(Clone, Serialize)]
pub struct Geomean {
    /// The mean.
    pub ratio: f64,
    /// The 95 % interval is from the mean divided by this to the mean times this.
    pub interval_factor: f64,
}

/// One program on all contenders.
#[derive(Clone, Serialize)]
pub struct Row {
    /// The program's name.
    pub program: String,
    /// What it does.
    pub about: String,
    /// One a contender; nothing where it failed.
    pub cells: Vec<Option<Cell>>,
}

/// One program on one contender.
#[derive(Clone, Serialize)]
pub struct Cell {
    /// Median processor time of a run, seconds, user and system.
    pub cpu: f64,
    /// Half of the distance between the quartiles of `cpu`, as a share of it.
    pub spread: f64,
    /// `cpu` over that of the native build.
    pub ratio: f64,
    /// Median time of a run on the clock, seconds.
    pub wall: f64,
    /// Largest resident memory of a run, bytes.
    pub peak: u64,
    /// Processor time of the build from the module, seconds.
    pub build_cpu: f64,
    /// Time of that build on the clock, seconds.
    pub build_wall: f64,
    /// Largest resident memory of that build, bytes.
    pub build_peak: u64,
    /// Size of the file that runs, bytes.
    pub size: u64,
    /// Size of its machine code, bytes, where it is known.
    pub text: Option<u64>,
}

impl Row {
    /// Puts the runs of `program` on all contenders together. Nothing if the native build has none.
    pub fn new(program: &Program, entrants: &[Entrant]) -> Option<Row> {
        let native = statistics::median(&entrants.first()?.as_ref().ok()?.1.cpu);
        let cells = entrants
            .iter()
            .map(|entrant| entrant.as_ref().ok().map(|(built, measured)| cell(built, measured, native)));
        Some(Row { program: program.name.clone(), about: program.about.clone(), cells: cells.collect() })
    }
}

fn cell(built: &Built, measured: &Measured, native: f64) -> Cell {
    let cpu = statistics::median(&measured.cpu);
    Cell {
        cpu,
        spread: statistics::spread(&measured.cpu),
        ratio: cpu / native,
        wall: statistics::median(&measured.wall),
        peak: measured.peak,
        build_cpu: built.cost.cpu.as_secs_f64(),
        build_wall: built.cost.wall.as_secs_f64(),
        build_peak: built.cost.peak,
        size: built.size,
        text: built.text,
    }
}

impl Report {
    /// Adds the means to `rows`.
    pub fn new(contenders: &[Contender], rows: &[Row], failures: &[Failure], runs: usize) -> Report {
        let geomeans = (0..contenders.len()).map(|at| {
            let cells = rows.iter().filter_map(|row| row.cells[at].as_ref());
            let ratios: Vec<f64> = cells.map(|cell| cell.ratio).collect();
            let (ratio, interval_factor) = statistics::geomean(&ratios);
            Geomean { ratio, interval_factor }
        });
        Report {
            processor: processor(),
            load: load(),
            runs,
            contenders: contenders.iter().map(|contender| contender.name.clone()).collect(),
            rows: rows.to_vec(),
            geomeans: geomeans.collect(),
            failures: failures.to_vec(),
        }
    }

    /// The rows that every contender has figures in, as those.
    pub fn complete(&self) -> Vec<Vec<&Cell>> {
        self.rows.iter().filter_map(|row| row.cells.iter().map(Option::as_ref).collect()).collect()
    }

    /// The report as JSON.
    pub fn json(&self) -> Result<String, String> {
        serde_json::to_string_pretty(self).map_err(|error| error.to_string())
    }
}

fn processor() -> String {
    let text = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = text.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':'));
    model.map_or_else(|| "unknown".into(), |(_, model)| model.trim().to_owned())
}

fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace().take(3).collect::<Vec<_>>().join(" ")
}

impl std::fmt::Display for Failure {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.contender {
            Some(contender) => write!(out, "{} on {contender}: {}", self.program, self.error),
            None => write!(out, "{}: {}", self.program, self.error),
        }
    }
}
