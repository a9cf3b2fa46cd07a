//! Commands in, samples of their runs out: in turn, so that a slow moment of the machine hits all.

use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use wait4::Wait4;

use super::contender::Built;
use super::high_water;

/// The runs of one program on one contender.
#[derive(Default)]
pub struct Measured {
    /// Processor time of each run, user and system, seconds.
    pub cpu: Vec<f64>,
    /// Time on the clock of each run, seconds.
    pub wall: Vec<f64>,
    /// Largest resident memory of the program itself, bytes.
    pub peak: u64,
}

struct Run {
    cpu: f64,
    wall: f64,
    output: Vec<u8>,
}

/// A program made ready on a contender, and its runs; or why there are none.
pub type Entrant = Result<(Built, Measured), String>;

/// The first run of a program on a contender is stopped after this time.
const LONGEST: Duration = Duration::from_secs(300);

/// Runs all of `entrants` in turn, `runs` times after a first round that is not counted, and compares
/// what every run prints with what the first of them, the native build, printed first. One that
/// fails drops out; without the native build nobody runs.
pub fn interleaved(entrants: &mut [Entrant], runs: usize) {
    let (mut expected, count) = (None, entrants.len());
    for round in 0..=runs {
        // Each round starts with another one, so that none always follows the same neighbour.
        for at in (0..count).map(|at| (at + round) % count) {
            if entrants[0].is_err() {
                return;
            }
            let entrant = &mut entrants[at];
            let Ok((built, measured)) = entrant else { continue };
            if let Err(error) = turn(built, measured, round, &mut expected) {
                *entrant = Err(error);
            }
        }
    }
}

fn turn(
    built: &Built,
    measured: &mut Measured,
    round: usize,
    expected: &mut Option<Vec<u8>>,
) -> Result<(), String> {
    let run = if round == 0 { first_run(built, &mut measured.peak)? } else { run(built, |_| Ok(()))? };
    let expected = expected.get_or_insert_with(|| run.output.clone());
    if *expected != run.output {
        let (want, got) = (String::from_utf8_lossy(expected), String::from_utf8_lossy(&run.output));
        return Err(format!("printed {:?} instead of {:?}", got.trim_end(), want.trim_end()));
    }
    if round > 0 {
        measured.cpu.push(run.cpu);
        measured.wall.push(run.wall);
    }
    Ok(())
}

/// A run during which the kernel's record of the largest resident memory is read again and again:
/// what `wait4` reports would include the memory of this process at the moment of the fork.
fn first_run(built: &Built, peak: &mut u64) -> Result<Run, String> {
    run(built, |child| {
        let start = Instant::now();
        while let Some(bytes) = high_water::of(child.id()) {
            *peak = bytes.max(*peak);
            if start.elapsed() > LONGEST {
                child.kill().and_then(|()| child.wait()).map_err(|error| error.to_string())?;
                return Err(format!("ran for more than {} s", LONGEST.as_secs()));
            }
            thread::sleep(Duration::from_millis(1));
        }
        Ok(())
    })
}

fn run(built: &Built, meanwhile: impl FnOnce(&mut Child) -> Result<(), String>) -> Result<Run, String> {
    let mut command = Command::new(&built.command[0]);
    command.args(&built.command[1..]).stdin(Stdio::null()).stdout(Stdio::piped());
    let start = Instant::now();
    let mut child = command.spawn().map_err(|error| format!("{command:?}: {error}"))?;
    let mut stdout = child.stdout.take().expect("it is piped");
    let reader = thread::spawn(move || {
        let mut output = Vec::new();
        stdout.read_to_end(&mut output).map(|_| output)
    });
    meanwhile(&mut child)?;
    let failed = |error| format!("{command:?}: {error}");
    let usage = child.wait4().map_err(failed)?;
    let output = reader.join().expect("reading does not panic").map_err(failed)?;
    if !usage.status.success() {
        return Err(format!("{command:?} ended with {}", usage.status));
    }
    let cpu = (usage.rusage.utime + usage.rusage.stime).as_secs_f64();
    Ok(Run { cpu, wall: start.elapsed().as_secs_f64(), output })
}
