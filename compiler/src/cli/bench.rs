//! `ahead bench`: a module, and perhaps the same program built natively, in; a table of medians out.
//!
//! The programs run in turn, so that a slow moment of the machine hits both, and processor time is
//! compared, so that what else runs on the machine counts little.

use std::ffi::OsString;
use std::io::{self, Read};
use std::mem;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::rc::Rc;
use std::thread;
use std::time::{Duration, Instant};

use ahead::leftovers::Running;
use clap::Args;
use wait4::Wait4;

use super::cache::{self, Place};
use super::flags::Flags;
use super::{Error, build, high_water, output, program, provenance, whole};

/// The command line.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(flatten)]
    flags: Flags,

    /// The same program built natively, to compare with: a file, or else a name that is in PATH
    #[arg(long, value_name = "FILE")]
    native: Option<PathBuf>,

    /// Measured runs of each, after some that are not counted
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = whole::runs)]
    runs: u32,
}

const EXAMPLES: &str = "\
Examples:
  ahead bench app.wasm                          time and memory of ten runs
  ahead bench app.wasm --native ./app -- 1000   compared with a native build, both with an argument

The programs read nothing from standard input. What they print is compared, not shown, and what they write to
standard error is dropped. Where one fails, or they print different things, there are no figures.";

/// The name of the native program in the table.
const NATIVE: &str = "native";

/// A program to run, and its runs so far.
struct Contender {
    name: &'static str,
    path: PathBuf,
    /// Most resident memory in a run that is not counted, bytes; nothing if each was over too soon.
    peak: Option<u64>,
    /// The first of which is not counted.
    runs: Vec<Run>,
}

/// One run.
struct Run {
    /// User and system time of the processor.
    cpu: Duration,
    /// Time on the clock.
    wall: Duration,
    status: ExitStatus,
    /// The first run's, where it is the same.
    printed: Rc<Vec<u8>>,
}

/// Builds the program, runs it and its native twin in turn, and prints what that took.
pub fn run(arguments: Arguments) -> Result<(), Error> {
    let mut flags = arguments.flags;
    if !flags.target().is_host() {
        return Err(Error::NotMeasurable(flags.target().name));
    }
    // Both programs get them when they start, so they are no part of the executable.
    let args = mem::take(&mut flags.args);
    let sources = flags.read()?;
    let start = Instant::now();
    let executable = build::executable(&flags, &sources, build::Map::Hide)?;
    let build_time = start.elapsed();
    let key = cache::key(&provenance::of(&flags, &sources)?, flags.strip);
    let place = cache::keep(&key, &executable)?;
    let path = match &place {
        Place::Kept(path) | Place::Temporary(path, _) => path.clone(),
    };
    let native = arguments.native.iter().map(|path| contender(NATIVE, &program::path(path)));
    let mut contenders: Vec<Contender> = native.chain([contender("ahead", &path)]).collect();
    let size = executable.len().div_ceil(1024);
    output::print(&format!("built in {:.3} s, {size} KiB\n", build_time.as_secs_f64()))?;
    contenders.iter_mut().try_for_each(|contender| warm_up(contender, &args))?;
    for _ in 0..arguments.runs {
        for contender in &mut contenders {
            let run = turn(contender, &args, |_| ())?;
            contender.push(run);
        }
    }
    compare(&contenders)?;
    output::print(&table(&contenders))
}

fn contender(name: &'static str, path: &Path) -> Contender {
    Contender { name, path: path.to_owned(), peak: None, runs: Vec::new() }
}

/// Warms the caches of the machine, and looks at the memory: of as many runs as it takes to see any, and no more than
/// these.
fn warm_up(contender: &mut Contender, args: &[OsString]) -> Result<(), Error> {
    const RUNS: usize = 8;
    for _ in 0..RUNS {
        let mut peak = None;
        let run = turn(contender, args, |process_id| peak = watch(process_id))?;
        if contender.runs.is_empty() {
            contender.runs.push(run);
        }
        contender.peak = peak;
        if peak.is_some() {
            break;
        }
    }
    Ok(())
}

/// One run. Times of what fails say nothing, so that is an error.
fn turn(contender: &Contender, args: &[OsString], meanwhile: impl FnOnce(u32)) -> Result<Run, Error> {
    let failed = |source| Error::Execute { path: contender.path.clone(), source };
    let run = measure(&contender.path, args, meanwhile).map_err(|source| match contender.name {
        NATIVE => failed(source).of_flag("--native"),
        _ => failed(source),
    })?;
    match run.status.success() {
        true => Ok(run),
        false => Err(Error::Failed { name: contender.name, status: run.status }),
    }
}

/// Reads again and again how much memory the process has had, until it ends.
fn watch(process_id: u32) -> Option<u64> {
    // What has no more has only just begun: a program's stack and code are pages already.
    const PAGE: u64 = 4096;
    let mut peak = None;
    while let Some(bytes) = high_water::of(process_id) {
        peak = peak.max(Some(bytes).filter(|bytes| *bytes > PAGE));
        thread::sleep(Duration::from_millis(1));
    }
    peak
}

/// Fails where the programs print different things. If neither always prints the same, nothing can be said.
fn compare(contenders: &[Contender]) -> Result<(), Error> {
    let [native, ahead] = contenders else { return Ok(()) };
    if !native.is_steady() && !ahead.is_steady() {
        return Ok(());
    }
    let mut rounds = native.runs.iter().zip(&ahead.runs);
    let different = rounds.find(|(native, ahead)| native.printed != ahead.printed);
    let Some((Run { printed: one, .. }, Run { printed: other, .. })) = different else { return Ok(()) };
    let same = one.iter().zip(other.iter()).take_while(|(one, other)| one == other).count();
    Err(Error::Different { same, lens: [one.len(), other.len()] })
}

impl Contender {
    fn push(&mut self, mut run: Run) {
        if let Some(first) = self.runs.first().filter(|first| first.printed == run.printed) {
            run.printed = Rc::clone(&first.printed);
        }
        self.runs.push(run);
    }

    /// Whether each run printed the same.
    fn is_steady(&self) -> bool {
        self.runs.iter().all(|run| run.printed == self.runs[0].printed)
    }

    fn counted(&self) -> &[Run] {
        &self.runs[1..]
    }
}

fn measure(path: &Path, args: &[OsString], meanwhile: impl FnOnce(u32)) -> io::Result<Run> {
    let start = Instant::now();
    let mut command = Command::new(path);
    let command = command.args(args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut program = Running::start(command)?;
    let mut stdout = program.child.stdout.take().expect("it is piped");
    let reader = thread::spawn(move || {
        let mut printed = Vec::new();
        stdout.read_to_end(&mut printed).map(|_| printed)
    });
    meanwhile(program.child.id());
    let usage = program.end(Child::wait4)?;
    let wall = start.elapsed();
    let printed = Rc::new(reader.join().expect("reading does not panic")?);
    let cpu = usage.rusage.utime + usage.rusage.stime;
    Ok(Run { cpu, wall, status: usage.status, printed })
}

fn table(contenders: &[Contender]) -> String {
    let mut out = String::from("          processor, s    spread      clock, s     peak, MiB     ratio\n");
    let first = median(&contenders[0], |run| run.cpu);
    for contender in contenders {
        let (cpu, wall) = (median(contender, |run| run.cpu), median(contender, |run| run.wall));
        let spread = format!("{:.1} %", spread(contender) * 100.0);
        let peak = contender.peak.map_or("-".to_owned(), |bytes| format!("{:.2}", bytes as f64 / 1048576.0));
        let (name, ratio) = (contender.name, cpu / first);
        out += &format!("{name:<8}{cpu:>14.4}{spread:>10}{wall:>14.4}{peak:>14}{ratio:>10.2}\n");
    }
    for contender in contenders.iter().filter(|contender| contenders.len() > 1 && !contender.is_steady()) {
        out += &format!(
            "note: {} does not print the same in each run, so that was not compared\n",
            contender.name
        );
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
    let mut times: Vec<f64> = contender.counted().iter().map(|run| time(run).as_secs_f64()).collect();
    times.sort_by(f64::total_cmp);
    times
}
