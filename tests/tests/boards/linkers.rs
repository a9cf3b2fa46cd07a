//! Images made by each linker that takes GNU ld's options, found or named.

use std::path::{Path, PathBuf};
use std::process::Command;

use ahead_tests::process::{self, Output};
use ahead_tests::target::Target;
use ahead_tests::{build, repository};
use libtest_mimic::{Completion, Failed, Trial};
use object::{Object, ObjectSymbol};

use super::{Test, ahead, expect, folder, in_path, run};

/// By name.
pub const TESTS: &[(&str, Test)] = &[
    ("a linker script of one's own is honoured", own_script),
    ("without a linker the error names those that would do", no_linker),
];

/// Programs, the first of which that is installed for the board's instruction set is tried.
const LINKERS: [(&str, &[&str]); 3] = [
    ("rust-lld", &[]),
    ("ld.lld", &["ld.lld"]),
    ("GNU ld", &["aarch64-linux-gnu-ld", "riscv64-linux-gnu-ld"]),
];

/// A test of the board with each linker.
pub fn trials(board: &Target) -> Vec<Trial> {
    let trial = |(name, programs): (&'static str, &'static [&'static str])| {
        let board = board.clone();
        // GNU ld is of one instruction set, which its name starts with.
        let fits = |program: &&&str| {
            program.split_once("-linux-").is_none_or(|(isa, _)| board.arch.starts_with(isa))
        };
        let program = programs.iter().find(fits).copied();
        Trial::ignorable_test(format!("linked by {name}::{}", board.name), move || match program {
            None => run(&board, |board| says_hello(board, &[], None)),
            Some(program) => match in_path(program) {
                Some(path) => run(&board, |board| by(board, &path)),
                None => Ok(Completion::ignored_with(format!("{program} is not installed"))),
            },
        })
    };
    LINKERS.into_iter().map(trial).collect()
}

/// Links with the linker when it is named, and when nothing else is found.
fn by(board: &Target, linker: &Path) -> Result<(), Failed> {
    says_hello(board, &["--linker", &linker.to_string_lossy()], None)?;
    let only = folder(&[])?;
    let name = linker.file_name().ok_or("a linker has a name")?;
    std::os::unix::fs::symlink(linker, only.path().join(name)).map_err(|error| error.to_string())?;
    says_hello(board, &[], Some(only.path()))
}

/// Builds `hello` with `flags` and programs from the folder `path`, inspects it, and boots it if
/// there is an emulator.
fn says_hello(board: &Target, flags: &[&str], path: Option<&Path>) -> Result<(), Failed> {
    let folder = folder(&[])?;
    let image = folder.path().join("image.elf");
    let output = hello(board, &image, flags, path)?;
    expect(output.exit == 0, || format!("{output:?}"))?;
    expect(output.stderr.contains("memory map on"), || format!("no map: {output:?}"))?;
    let bytes = std::fs::read(&image).map_err(|error| error.to_string())?;
    let file = object::File::parse(&*bytes).map_err(|error| error.to_string())?;
    let start = file.symbols().find(|symbol| symbol.name() == Ok("ahead_board_start"));
    expect(start.is_some_and(|start| start.address() == file.entry()), || "another entry".to_owned())?;
    if board.runner.is_empty() {
        return Ok(());
    }
    let run = process::run(&mut board.command(&image), b"", process::HANG)?;
    expect(run.exit == 0 && run.stdout == "hello from WebAssembly\n", || format!("{run:?}"))
}

/// Builds the example `hello` to `image`; `path` is the folder of all programs there are.
fn hello(board: &Target, image: &Path, flags: &[&str], path: Option<&Path>) -> Result<Output, Failed> {
    let mut command = Command::new(build::ahead());
    command.arg("build").arg(repository().join("examples/hello.wasm"));
    command.args(["--target", &board.name, "-o"]).arg(image).args(flags);
    if let Some(path) = path {
        command.env("PATH", path);
    }
    Ok(process::run(&mut command, b"", process::HANG)?)
}

/// A script beside the module, which includes ours and starts 1 MiB later.
fn own_script(board: &Target) -> Result<(), Failed> {
    let script = repository().join(format!("linker-scripts/{}.ld", board.name));
    let text = std::fs::read_to_string(script).map_err(|error| error.to_string())?;
    let origin = text.split("ORIGIN = ").nth(1).and_then(|rest| rest.split(',').next());
    let origin = origin.and_then(|hex| u64::from_str_radix(hex.strip_prefix("0x")?, 16).ok());
    let origin = origin.ok_or_else(|| format!("no origin in {text}"))? + (1 << 20);
    let text = format!("MEMORY {{ ram : ORIGIN = {origin:#x}, LENGTH = 16M }}\nINCLUDE sections.ld\n");
    let folder = folder(&[("own.ld", &text), ("app.wat", "(module (func (export \"_start\")))")])?;
    let args = ["build", "app.wat", "--target", &board.name, "--linker-script", "own.ld", "-o", "app"];
    let output = ahead(folder.path(), &args, b"")?;
    expect(output.exit == 0 && output.stderr.contains(&format!("at {origin:#x}")), || format!("{output:?}"))
}

fn no_linker(board: &Target) -> Result<(), Failed> {
    let folder = folder(&[])?;
    let output = hello(board, &folder.path().join("image.elf"), &[], Some(folder.path()))?;
    let says =
        output.stderr.contains("none of `rust-lld`, `ld.lld`, ") && output.stderr.contains("`--linker`");
    expect(output.exit == 1 && says, || format!("{output:?}"))?;
    let missing: PathBuf = folder.path().join("no-such-linker");
    let named = hello(board, &missing, &["--linker", &missing.to_string_lossy()], None)?;
    expect(named.exit == 1 && named.stderr.contains("no-such-linker"), || format!("{named:?}"))
}
