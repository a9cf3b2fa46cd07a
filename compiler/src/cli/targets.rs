//! `ahead targets`: nothing or a target's name in, what there is to know of them out.

use ahead::target::board::{ExitName, File, RandomName, UNSUPPORTED};
use ahead::target::{self, Platform, Target, cpu};
use ahead_abi::import;
use ahead_abi::memory::Bounds;
use clap::Args;
use serde::Serialize;

use super::{Error, output};

/// The command line.
#[derive(Args)]
pub struct Arguments {
    /// Show this target in full, with the processors and features it accepts
    #[arg(value_name = "NAME", value_parser = target::find)]
    target: Option<&'static Target>,

    /// Write JSON
    #[arg(long)]
    json: bool,
}

/// A target, as `--json` has it.
#[derive(Serialize)]
struct Entry {
    name: &'static str,
    description: &'static str,
    triple: String,
    arch: String,
    /// `linux` or `bare`.
    platform: &'static str,
    /// How accesses are kept inside memories.
    memory: &'static str,
    /// Names of the WASI functions that programs may import.
    wasi: Vec<&'static str>,
    /// Those of them that answer `NOTSUP`.
    wasi_unsupported: &'static [&'static str],
    /// Whether this `ahead` has its runtime.
    runtime: bool,
    /// Whether its programs run here as they are.
    native: bool,
    /// What runs its programs where they do not.
    runner: &'static [String],
    cpu: &'static str,
    cpu_levels: Vec<&'static str>,
    cpu_features: Vec<&'static str>,
}

/// Prints the table, or one target.
pub fn run(arguments: &Arguments) -> Result<(), Error> {
    let text = match (arguments.target, arguments.json) {
        (None, false) => table(),
        (Some(target), false) => page(target),
        (None, true) => json(&target::all().iter().map(entry).collect::<Vec<_>>()),
        (Some(target), true) => json(&entry(target)),
    };
    output::print(&text)
}

fn entry(target: &'static Target) -> Entry {
    Entry {
        name: target.name,
        description: &target.description,
        triple: target.triple.to_string(),
        arch: target.triple.architecture.to_string(),
        platform: match target.platform {
            Platform::Linux => "linux",
            Platform::Bare => "bare",
        },
        memory: match target.bounds {
            Bounds::Guard => "guard pages",
            Bounds::Explicit => "explicit checks",
        },
        wasi: import::preview_1().iter().map(|function| function.name).collect(),
        wasi_unsupported: if target.board.is_some() { &UNSUPPORTED } else { &[] },
        runtime: target.runtime.is_some(),
        native: target.is_host(),
        runner: &target.runner,
        cpu: &target.cpu,
        cpu_levels: cpu::levels(target),
        cpu_features: cpu::features(target).into_iter().map(|(name, _)| name).collect(),
    }
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).expect("strings are JSON") + "\n"
}

/// What mends the lack of a runtime.
const MEND: &str = "missing: `cargo xtask runtime`, then build ahead again";

fn table() -> String {
    let mut text = format!("{:<20} {:<32} {:<16} {:<6} {}\n", "TARGET", "FOR", "MEMORY", "WASI", "RUNTIME");
    for entry in target::all().iter().map(entry) {
        let runtime = if entry.runtime { "built in" } else { MEND };
        let Entry { name, description, memory, wasi, wasi_unsupported, .. } = entry;
        let works = wasi.len() - wasi_unsupported.len();
        text += &format!("{name:<20} {description:<32} {memory:<16} {works:<6} {runtime}\n");
    }
    text + "\n`ahead targets NAME` shows the processors, features and WASI functions of one.\n"
}

fn page(target: &'static Target) -> String {
    let entry = entry(target);
    let runs = match (entry.native, entry.runner) {
        (true, _) => "on this machine".to_owned(),
        (false, []) => "on its own machine only".to_owned(),
        (false, runner) => format!("on this machine in `{}`", runner.join(" ")),
    };
    let mut text = format!(
        "{name}: {description}\n  triple   {triple}\n  memory   {memory}\n  runtime  {runtime}\n  runs     {runs}\n\n\
         --cpu takes one of {levels} (default: {cpu}), and features:\n",
        name = entry.name,
        description = entry.description,
        triple = entry.triple,
        memory = entry.memory,
        runtime = if entry.runtime { "built in" } else { MEND },
        levels = entry.cpu_levels.join(", "),
        cpu = entry.cpu,
    );
    for (name, description) in cpu::features(target) {
        text += &format!("  {name:<12} {description}\n");
    }
    text += &format!("\nWASI preview 1 functions ({}):\n", entry.wasi.len());
    for name in entry.wasi {
        let note = if entry.wasi_unsupported.contains(&name) { "  (answers NOTSUP)" } else { "" };
        text += &format!("  {name}{note}\n");
    }
    if let Some(board) = &target.board {
        text += &board_notes(&board.file);
    }
    text
}

/// What is special about a program on a board.
fn board_notes(board: &File) -> String {
    let random = match board.random {
        RandomName::None => "from --seed NUMBER; without it random_get answers NOTSUP",
        RandomName::Rndr => "from the processor (RNDR), or from --seed NUMBER",
    };
    let status = match board.exit.kind {
        ExitName::Halt => "nobody learns it: the processor halts",
        ExitName::Semihosting => "by semihosting",
        ExitName::SifiveTest => "by the test finisher",
        ExitName::Sbi => "by SBI system reset, as success or failure only",
    };
    format!(
        "\nOn a board\n  stdin, stdout, stderr  the serial port at {:#x}; Ctrl-D (byte 4) ends stdin\n  \
         args, environment      fixed when it is built: `-- ARGS`, --env NAME=VALUE\n  \
         folders (--dir)        packed into the image, read-only\n  \
         clocks                 monotonic and processor time; the time of day answers NOTSUP\n  \
         random numbers         {random}\n  exit status            {status}\n",
        board.uart.address
    )
}
