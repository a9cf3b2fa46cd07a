//! Commands in, samples of their runs out: in turn, so that a slow moment of the machine hits all.

use std::fs;
use std::io::Read;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use wait4::Wait4;

use super::contender::{Built, Contender};

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

/// Runs all of `built` in turn, `runs` times after a first round that is not counted, and compares
/// what every run prints with what the native build printed first.
pub fn interleaved(contenders: &[Contender], built: &[Built], runs: usize) -> Result<Vec<Measured>, String> {
    let mut measured: Vec<Measured> = built.iter().map(|_| Measured::default()).collect();
    let mut expected = None;
    for round in 0..=runs {
        // Each round starts with another one, so that none always follows the same neighbour.
        for at in (0..built.len()).map(|at| (at + round) % built.len()) {
            let run =
                if round == 0 { first_run(&built[at], &mut measured[at].peak) } else { one_run(&built[at]) };
            let run = run.map_err(|error| format!("{}: {error}", contenders[at].name))?;
            let expected = expected.get_or_insert_with(|| run.output.clone());
            if *expected != run.output {
                let (want, got) = (String::from_utf8_lossy(expected), String::from_utf8_lossy(&run.output));
                return Err(format!("{} printed\n{got}instead of\n{want}", contenders[at].name));
            }
            if round > 0 {
                measured[at].cpu.push(run.cpu);
                measured[at].wall.push(run.wall);
            }
        }
    }
    Ok(measured)
}

fn one_run(built: &Built) -> Result<Run, String> {
    run(built, |_| ())
}

/// A run during which the kernel's record of the largest resident memory is read again and again:
/// what `wait4` reports would include the memory of this process at the moment of the fork.
fn first_run(built: &Built, peak: &mut u64) -> Result<Run, String> {
    run(built, |process_id| {
        while let Some(bytes) = high_water(process_id) {
            *peak = bytes.max(*peak);
            thread::sleep(Duration::from_millis(1));
        }
    })
}

fn run(built: &Built, meanwhile: impl FnOnce(u32)) -> Result<Run, String> {
    let mut command = Command::new(&built.command[0]);
    command.args(&built.command[1..]).stdin(Stdio::null()).stdout(Stdio::piped());
    let start = Instant::now();
    let mut child = command.spawn().map_err(|error| format!("{command:?}: {error}"))?;
    meanwhile(child.id());
    let mut output = Vec::new();
    if let Some(mut stdout) = child.stdout.take() {
        stdout.read_to_end(&mut output).map_err(|error| format!("{command:?}: {error}"))?;
    }
    let usage = child.wait4().map_err(|error| format!("{command:?}: {error}"))?;
    if !usage.status.success() {
        return Err(format!("{command:?} ended with {}", usage.status));
    }
    let cpu = (usage.rusage.utime + usage.rusage.stime).as_secs_f64();
    Ok(Run { cpu, wall: start.elapsed().as_secs_f64(), output })
}

/// `VmHWM` of a process, bytes; nothing once it has ended.
fn high_water(process_id: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process_id}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<u64>().ok()? * 1024)
}
