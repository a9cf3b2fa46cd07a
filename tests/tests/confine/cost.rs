//! What confinement costs at start: programs with and without it, run in turns.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::{LOOKS, built, folder};

/// Runs of each program.
const ROUNDS: usize = 300;
/// No machine is that slow: a test that fails by chance is worse than none.
const TOO_MUCH: Duration = Duration::from_millis(5);

/// Shows the cost of the strict mode, of a filter, of a filter with the rules for no folder, and with those for some.
pub fn is_shown() -> Result<(), String> {
    let nothing = r#"(module (import "wasi_snapshot_preview1" "fd_write" (func (param i32 i32 i32 i32) (result i32)))
        (memory (export "memory") 1) (func (export "_start") (drop (call 0 (i32.const 1) (i32.const 0) (i32.const 0) (i32.const 16)))))"#;
    let reads = &nothing.replace("fd_write", "fd_read");
    let dirs = |count: usize| [["--dir", "/tmp"]].repeat(count).concat();
    let mut programs = Vec::new();
    for (module, flags) in
        [(nothing, Vec::new()), (reads, Vec::new()), (LOOKS, Vec::new()), (LOOKS, dirs(1)), (LOOKS, dirs(9))]
    {
        for confine in ["strict", "off"] {
            let folder = folder();
            let program = built(folder.path(), module, &[&flags[..], &["--confine", confine]].concat());
            programs.push((folder, program, Vec::with_capacity(ROUNDS)));
        }
    }
    for _ in 0..ROUNDS {
        for (_, program, times) in &mut programs {
            times.push(time(program)?);
        }
    }
    let costs: Vec<f64> =
        programs.chunks_mut(2).map(|pair| quartile(&mut pair[0].2) - quartile(&mut pair[1].2)).collect();
    eprintln!(
        "confinement costs {:.1} µs where the strict mode is enough, {:.1} µs by a filter, {:.1} µs with rules for no folder, {:.1} µs for one, and {:.1} µs for each further one",
        costs[0],
        costs[1],
        costs[2],
        costs[3],
        (costs[4] - costs[3]) / 8.0
    );
    if costs.iter().any(|cost| *cost > TOO_MUCH.as_micros() as f64) {
        Err(format!("{costs:?} µs"))
    } else {
        Ok(())
    }
}

fn time(program: &PathBuf) -> Result<Duration, String> {
    let start = Instant::now();
    let status = Command::new(program)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .map_err(|error| error.to_string())?;
    let elapsed = start.elapsed();
    if status.success() { Ok(elapsed) } else { Err(format!("{}: {status}", program.display())) }
}

/// The first quartile in µs: the machine does other things too.
fn quartile(times: &mut [Duration]) -> f64 {
    times.sort();
    times[times.len() / 4].as_secs_f64() * 1e6
}
