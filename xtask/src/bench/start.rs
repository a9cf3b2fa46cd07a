//! A program that prints a line in; what it takes from start to exit, and on disk, out: by Ahead, natively and by
//! peers, over a program in assembly that does no more.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::contender::{self, Contender, Flavour};
use super::program::{self, Program};
use super::statistics::{median, spread};
use super::{build, tool};

/// Rounds, unless `--runs` says how many.
const ROUNDS: usize = 2000;

/// One row of the table.
struct Subject {
    name: String,
    /// The command, as `benches/start/start.c` takes it.
    command: Vec<PathBuf>,
    /// Size of the file that runs, bytes.
    size: u64,
}

/// Measures, and prints a table.
pub fn run(contenders: &[Contender], rounds: Option<usize>, folder: &Path) -> Result<(), String> {
    let hello = program::parse("hello".to_owned(), source("hello.c"))?;
    let built = build::folder(folder, &hello)?;
    let [ours, peers] = subjects(&hello, contenders, folder, &built)?;
    println!("| from start to exit | µs | spread | ratio | bytes on disk |");
    println!("| --- | ---: | ---: | ---: | ---: |");
    let rounds = rounds.unwrap_or(ROUNDS);
    // Peers apart: they leave the processor's caches full of theirs to what comes after them.
    let harness = compile("start.c", &["-O2"], &built)?;
    let times = [times(&harness, &ours, rounds)?, times(&harness, &peers, rounds)?].concat();
    for (subject, own) in ours.iter().chain(&peers).zip(&times) {
        let (time, ratio) = (median(own), median(own) / median(&times[0]));
        let spread = 100.0 * spread(own);
        println!("| {} | {time:.1} | {spread:.0} % | {ratio:.2} | {} |", subject.name, subject.size);
    }
    Ok(())
}

/// What is measured: native code and Ahead's, the program in assembly first, and peers.
fn subjects(
    hello: &Program,
    contenders: &[Contender],
    folder: &Path,
    built: &Path,
) -> Result<[Vec<Subject>; 2], String> {
    let modules = build::modules(hello, contenders, None, folder, built)?;
    let floor = compile("floor.S", &["-nostdlib", "-s"], built)?;
    let (mut ours, mut peers) = (vec![subject("assembly", vec![floor.clone()], &floor)?], Vec::new());
    // Node takes hundreds of times as long.
    let wanted = |contender: &&Contender| contender.flavour != Flavour::Simd && contender.name != "node";
    for contender in contenders.iter().filter(wanted) {
        let made = contender.prepare(&modules, built)?;
        let is_ours = ["native", "ahead", "against"].contains(&&*contender.name);
        let subjects = if is_ours { &mut ours } else { &mut peers };
        subjects.push(Subject { name: contender.name.clone(), command: made.command, size: made.size });
    }
    let (confined, unconfined) = (built.join("ahead"), built.join("ahead-unconfined"));
    let mut command = Command::new(contender::ahead_copy(folder));
    command.args(["build", "--strip", "--confine", "off"]).arg(&modules.scalar).arg("-o").arg(&unconfined);
    tool::run(&mut command)?;
    ours.push(subject("ahead --confine off", vec![unconfined.clone()], &unconfined)?);
    let from_file = PathBuf::from(format!("<{}", modules.scalar.display()));
    ours.push(subject("ahead, a file as its input", vec![from_file, confined.clone()], &confined)?);
    Ok([ours, peers])
}

fn subject(name: &str, command: Vec<PathBuf>, file: &Path) -> Result<Subject, String> {
    let size = fs::metadata(file).map_err(|error| format!("{}: {error}", file.display()))?.len();
    Ok(Subject { name: name.to_owned(), command, size })
}

/// The times of each subject, in µs.
fn times(harness: &Path, subjects: &[Subject], rounds: usize) -> Result<Vec<Vec<f64>>, String> {
    if subjects.is_empty() {
        return Ok(Vec::new());
    }
    let mut command = Command::new(harness);
    command.arg(rounds.to_string());
    for (at, subject) in subjects.iter().enumerate() {
        command.args((at > 0).then_some("--")).args(&subject.command);
    }
    let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    if !output.status.success() {
        return Err(format!("{command:?}: {}", String::from_utf8_lossy(&output.stderr).trim_end()));
    }
    let mut times = vec![Vec::new(); subjects.len()];
    for round in String::from_utf8_lossy(&output.stdout).lines() {
        for (times, time) in times.iter_mut().zip(round.split(' ')) {
            let nanoseconds: f64 = time.parse().map_err(|error| format!("{command:?}: {time:?}: {error}"))?;
            times.push(nanoseconds / 1000.0);
        }
    }
    Ok(times)
}

/// Compiles a file of `benches/start/` for this machine.
fn compile(name: &str, flags: &[&str], built: &Path) -> Result<PathBuf, String> {
    let source = source(name);
    let output = built.join(source.file_stem().unwrap_or_default());
    let mut command = tool::zig();
    command.args(["-target", "x86_64-linux-musl", "-static"]).args(flags).arg("-o").arg(&output).arg(&source);
    tool::run(&mut command)?;
    Ok(output)
}

fn source(name: &str) -> PathBuf {
    crate::workspace().join("benches/start").join(name)
}
