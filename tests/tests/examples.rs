//! The programs of `examples/`, run as its README does, on every target that runs here.

use ahead_tests::process::{self, Output};
use ahead_tests::target::Target;
use ahead_tests::{build, repository, target};
use libtest_mimic::{Arguments, Failed, Trial};
use tempfile::TempDir;

/// A program, the flags it is built with, its arguments, and what comes out.
struct Example {
    name: &'static str,
    flags: &'static [&'static str],
    args: &'static [&'static str],
    exit: i32,
    stdout: &'static str,
    /// Must be in stderr, one behind the other.
    stderr: &'static [&'static str],
}

const EXAMPLES: [Example; 6] = [
    Example {
        name: "hello",
        flags: &[],
        args: &[],
        exit: 0,
        stdout: "hello from WebAssembly\n",
        stderr: &[],
    },
    Example {
        name: "wordcount",
        flags: &["--dir", ".::/"],
        args: &["/text.txt"],
        exit: 0,
        stdout: "      3      18      79 /text.txt\n",
        stderr: &[],
    },
    Example {
        name: "wordcount",
        flags: &[],
        args: &["/text.txt"],
        exit: 1,
        stdout: "",
        stderr: &["wordcount: /text.txt: "],
    },
    Example {
        name: "average",
        flags: &[],
        args: &["3", "4", "8"],
        exit: 0,
        stdout: "average: 5\n",
        stderr: &[],
    },
    Example {
        name: "average",
        flags: &[],
        args: &[],
        exit: 134,
        stdout: "",
        stderr: &[
            "wasm trap: integer divide by zero\n  0: average (average.wasm+0x3cf0)\n",
            "  1: report",
            "  2: main",
            "  4: _start",
        ],
    },
    Example {
        name: "nbody",
        flags: &[],
        args: &["100000"],
        exit: 0,
        stdout: "-0.169075164\n-0.169079859\n",
        stderr: &[],
    },
];

fn main() {
    let args = Arguments::from_args();
    let trial = |target: &Target, example: &'static Example| {
        let name = format!("{} {} {}", example.name, example.flags.join(" "), example.args.join(" "));
        let target = target.clone();
        Trial::test(format!("{}::{}", name.trim(), target.name), move || check(example, &target))
    };
    let targets = target::runnable();
    let trials = targets.iter().flat_map(|target| EXAMPLES.iter().map(move |example| trial(target, example)));
    libtest_mimic::run(&args, trials.collect()).exit();
}

fn check(example: &Example, target: &Target) -> Result<(), Failed> {
    let output = run(example, target)?;
    let mut rest = output.stderr.as_str();
    for part in example.stderr {
        let at =
            rest.find(part).ok_or_else(|| format!("stderr has no (further) {part:?}:\n{}", output.stderr))?;
        rest = &rest[at + part.len()..];
    }
    match (output.exit, output.stdout.as_str()) {
        (exit, stdout) if exit == example.exit && stdout == example.stdout => Ok(()),
        _ => Err(format!("{output:?}").into()),
    }
}

fn run(example: &Example, target: &Target) -> Result<Output, String> {
    let folder = repository().join("examples");
    let scratch = TempDir::with_prefix("ahead-example-").map_err(|error| error.to_string())?;
    let program = scratch.path().join(example.name);
    let flags: Vec<String> = example.flags.iter().map(ToString::to_string).collect();
    let module = folder.join(example.name).with_extension("wasm");
    build::executable(&folder, &module, &program, target, &flags)?;
    process::run(target.command(&program).current_dir(&folder).args(example.args), b"", process::HANG)
}
