//! `cargo xtask demo`: a fresh machine in; an example compiled for every target, run, and shown out.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use crate::{cargo, setup, workspace};

/// What is shown: a program of `examples/`, flags for its build, and its arguments.
const EXAMPLES: [(&str, &[&str], &[&str]); 4] = [
    ("hello", &[], &[]),
    ("wordcount", &["--dir", ".::/"], &["/text.txt"]),
    ("nbody", &[], &["1000000"]),
    ("average", &[], &[]),
];

/// Builds everything it needs, then compiles and runs each example for each target.
pub fn run() -> Result<(), String> {
    if let Err(error) = setup::run() {
        println!("{error}");
    }
    println!("building ahead (some minutes the first time)");
    let ahead = cargo::product()?;
    let folder = workspace().join("target/demo");
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut shown = 0;
    for target in setup::targets()? {
        println!("\n== {}", target.name);
        for example in EXAMPLES {
            match show(&ahead, &target.name, example, &folder) {
                Ok(()) => shown += 1,
                Err(error) => {
                    println!("  {}: {error}", example.0);
                    break;
                }
            }
        }
    }
    match shown {
        0 => Err("nothing could be built and run".to_owned()),
        _ => Ok(()),
    }
}

fn show(
    ahead: &Path,
    target: &str,
    (name, flags, args): (&str, &[&str], &[&str]),
    folder: &Path,
) -> Result<(), String> {
    let examples = workspace().join("examples");
    let program = folder.join(format!("{name}-{target}"));
    let module = examples.join(name).with_extension("wasm");
    let mut build = Command::new(ahead);
    build.current_dir(&examples).arg("build").arg(&module).arg("-o").arg(&program);
    build.args(["--strip", "--target", target]).args(flags);
    let (built, build_time) = timed(&mut build)?;
    if !built.status.success() {
        return Err(String::from_utf8_lossy(&built.stderr).trim().to_owned());
    }
    let size = |path: &PathBuf| fs::metadata(path).map_or(0, |metadata| metadata.len());
    print!(
        "  {name}: {} bytes of wasm, {} of executable; built in {} ms, ",
        size(&module),
        size(&program),
        build_time.as_millis()
    );
    let mut run = match target.ends_with("-linux") {
        true => command(target, &program),
        // A board's arguments are fixed when its image is built, so the image is another one.
        false => board_command(ahead, target, &module, flags),
    };
    run.current_dir(&examples).args(args);
    let (ran, run_time) = timed(&mut run)?;
    if ran.status.code() == Some(1) && ran.stdout.is_empty() {
        println!("not run: {}", String::from_utf8_lossy(&ran.stderr).trim());
        return Ok(());
    }
    println!("ran in {:.1} ms, {}", run_time.as_secs_f64() * 1000.0, ran.status);
    for stream in [&ran.stdout, &ran.stderr] {
        String::from_utf8_lossy(stream).lines().for_each(|line| println!("    | {line}"));
    }
    Ok(())
}

/// The command that runs a program of the target: in QEMU where it is foreign.
pub fn command(target: &str, program: &Path) -> Command {
    let arch = target.split('-').next().unwrap_or(target);
    if arch == std::env::consts::ARCH {
        return Command::new(program);
    }
    let mut command = Command::new(format!("qemu-{arch}"));
    command.arg(program);
    command
}

/// The command that builds an image for a board and boots it in QEMU; it says so where there is no
/// such machine.
fn board_command(ahead: &Path, target: &str, module: &Path, flags: &[&str]) -> Command {
    let mut command = Command::new(ahead);
    command.arg("run").arg(module).args(["--target", target]).args(flags).arg("--");
    command
}

fn timed(command: &mut Command) -> Result<(Output, Duration), String> {
    let start = Instant::now();
    let output = command.output().map_err(|error| format!("{}: {error}", command.get_program().display()))?;
    Ok((output, start.elapsed()))
}
