//! `ahead bench`: a module, and perhaps the same program built natively, in; a table of medians out.
//!
//! The programs run in turn, so that a slow moment of the machine hits both, and processor time is
//! compared, so that what else runs on the machine counts little.

use std::ffi::OsString;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use clap::Args;
use wait4::Wait4;

use super::cache::{self, Place};
use super::flags::Flags;
use super::{Error, build, output, provenance};

/// The command line.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(flatten)]
    flags: Flags,

    /// The same program built natively, to compare with
    #[arg(long, value_name = "FILE")]
    native: Option<PathBuf>,

    /// Measured runs of each, after one that is not counted
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,

    /// Arguments of the program
    #[arg(last = true, value_name = "ARGS")]
    args: Vec<OsString>,
}

const EXAMPLES: &str = "\
Examples:
  ahead bench app.wasm                          time and memory of ten runs
  ahead bench app.wasm --native ./app -- 1000   compared with a native build, both with an argument

The programs read nothing from standard input, and what they print is compared, not shown.";

/// A program to run, and its runs so far.
struct Contender {
    name: &'static str,
    path: PathBuf,
    runs: Vec<Run>,
}

/// One run.
struct Run {
    /// User and system time of the processor.
    cpu: Duration,
    /// Time on the clock.
    wall: Duration,
    outcome: (ExitStatus, Vec<u8>),
}

/// Builds the program, runs it and its native twin in turn, and prints what that took.
pub fn run(arguments: &Arguments) -> Result<(), Error> {
    let flags = &arguments.flags;
    if !flags.target().is_host() {
        return Err(Error::NotMeasurable(flags.target().name));
    }
    let sources = flags.read()?;
    let start = Instant::now();
    let executable = build::executable(flags, &sources, build::Map::Hide)?;
    let build_time = start.elapsed();
    let key = cache::key(&provenance::of(flags, &sources)?, flags.strip);
    let place = cache::keep(&key, &executable)?;
    let path = match &place {
        Place::Kept(path) | Place::Temporary(path, _) => path.clone(),
    };
    let native = arguments.native.iter().map(|path| contender("native", path));
    let mut contenders: Vec<Contender> = native.chain([contender("ahead", &path)]).collect();
    for round in 0..=arguments.runs {
        for contender in &mut contenders {
            let run = measure(contender, &arguments.args)
                .map_err(|source| Error::Execute { path: contender.path.clone(), source })?;
            // The first run warms the caches of the machine.
            if round > 0 {
                contender.runs.push(run);
            }
        }
    }
    let size = executable.len().div_ceil(1024);
    output::print(&format!("built in {:.3} s, {size} KiB\n{}", build_time.as_secs_f64(), table(&contenders)))
}

fn contender(name: &'static str, path: &Path) -> Contender {
    Contender { name, path: path.to_owned(), runs: Vec::new() }
}

fn measure(contender: &Contender, args: &[OsString]) -> io::Result<Run> {
    let start = Instant::now();
    let mut command = Command::new(&contender.path);
    let mut child = command.args(args).stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
    let mut printed = Vec::new();
    if let Some(mut stdout) = child.stdout.take() {
        stdout.read_to_end(&mut printed)?;
    }
    let usage = child.wait4()?;
    let cpu = usage.rusage.utime + usage.rusage.stime;
    Ok(Run { cpu, wall: start.elapsed(), outcome: (usage.status, printed) })
}

fn table(contenders: &[Contender]) -> String {
    let mut out =
        format!("{:<8}{:>14}{:>10}{:>14}{:>10}\n", "", "processor, s", "spread", "clock, s", "ratio");
    let first = median(&contenders[0], |run| run.cpu);
    for contender in contenders {
        let (cpu, wall) = (median(contender, |run| run.cpu), median(contender, |run| run.wall));
        let spread = format!("{:.1} %", spread(contender) * 100.0);
        out += &format!("{:<8}{cpu:>14.4}{spread:>10}{wall:>14.4}{:>10.2}\n", contender.name, cpu / first);
    }
    let runs = || contenders.iter().flat_map(|contender| &contender.runs);
    if let Some(status) = runs().map(|run| run.outcome.0).find(|status| !status.success()) {
        out += &format!("note: not every run succeeded: {status}\n");
    }
    if runs().zip(runs().skip(1)).any(|(one, next)| one.outcome != next.outcome) {
        out += "note: the runs differ in what they print or how they end\n";
    }
    out
}

/// The middle one of a contender's times, seconds.
fn median(contender: &Contender, time: fn(&Run) -> Duration) -> f64 {
    let times = sorted(contender, time);
    (times[(times.len() - 1) / 2] + times[times.len() / 2]) / 2.0
}

/// Half of the distance between the quartiles of the processor time, as a share of its median.
fn spread(contender: &Contender) -> f64 {
    let times = sorted(contender, |run| run.cpu);
    let quarter = times.len() / 4;
    (times[times.len() - 1 - quarter] - times[quarter]) / 2.0 / median(contender, |run| run.cpu)
}

fn sorted(contender: &Contender, time: fn(&Run) -> Duration) -> Vec<f64> {
    let mut times: Vec<f64> = contender.runs.iter().map(|run| time(run).as_secs_f64()).collect();
    times.sort_by(f64::total_cmp);
    times
}
