//! Boards without an operating system: those that QEMU has are booted, the others linked and
//! inspected. Every target file of a board gets its tests by being there.

mod debugger;
mod images;
mod linkers;
mod machines;
mod made_up;
mod misaligned;
mod programs;
mod registers;

use std::path::{Path, PathBuf};

use ahead_tests::process::Output;
use ahead_tests::target::{self, Target};
use ahead_tests::{build, process};
use libtest_mimic::{Arguments, Completion, Failed, Trial};
use tempfile::TempDir;

/// A test of one board.
type Test = fn(&Target) -> Result<(), Failed>;

fn main() {
    let args = Arguments::from_args();
    let mut trials = vec![
        Trial::test("misaligned accesses are decoded", misaligned::decoded),
        Trial::ignorable_test("a made-up board needs no Rust", made_up::runs_from_its_own_files),
        Trial::ignorable_test("a Raspberry Pi boots from its raw image", machines::raspberry_pi_3),
        Trial::ignorable_test("random numbers come from the processor", machines::random_numbers),
        Trial::test("every target file is run or linked", every_target_is_tested),
    ];
    for board in boards() {
        let linked = images::TESTS.iter().chain(linkers::TESTS);
        let of_its_own = match board.arch.as_str() {
            "aarch64" => [registers::TESTS, machines::AARCH64_TESTS].concat(),
            _ => misaligned::TESTS.to_vec(),
        };
        let booted = programs::TESTS.iter().chain(machines::TESTS).chain(&of_its_own);
        let booted = booted.filter(|_| !board.runner.is_empty());
        for (name, test) in linked.chain(booted) {
            let (board, test) = (board.clone(), *test);
            let name = format!("{name}::{}", board.name);
            trials.push(Trial::ignorable_test(name, move || run(&board, test)));
        }
        trials.extend(linkers::trials(&board));
    }
    libtest_mimic::run(&args, trials).exit();
}

/// All boards, runnable or not.
fn boards() -> Vec<Target> {
    target::all().into_iter().filter(|target| target.platform == "bare").collect()
}

fn run(board: &Target, test: impl FnOnce(&Target) -> Result<(), Failed>) -> Result<Completion, Failed> {
    if !board.runtime {
        return Ok(Completion::ignored_with("`ahead` was built without its runtime"));
    }
    if !board.runner.is_empty() && !is_installed(&board.runner[0]) {
        return Ok(Completion::ignored_with(format!("{} is not installed", board.runner[0])));
    }
    test(board).map(|()| Completion::Completed)
}

fn is_installed(program: &str) -> bool {
    in_path(program).is_some()
}

fn in_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|path| path.is_file())
}

/// A file in `targets/` is a target that `ahead` lists; a Linux one has a runner or is this machine,
/// and so is run by the cases; a board is linked here.
fn every_target_is_tested() -> Result<(), Failed> {
    let targets = target::all();
    for path in ahead_tests::files_below(&ahead_tests::repository().join("targets"), "toml") {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let target = targets.iter().find(|target| target.name == name);
        let target = target.ok_or_else(|| format!("`ahead` does not know {}", path.display()))?;
        let tested = match target.platform.as_str() {
            "linux" => target.is_native() || !target.runner.is_empty(),
            _ => boards().iter().any(|board| board.name == target.name) && !images::TESTS.is_empty(),
        };
        expect(tested, || format!("nothing runs or links {name}"))?;
    }
    Ok(())
}

/// A fresh folder with these files in it.
fn folder(files: &[(&str, &str)]) -> Result<TempDir, Failed> {
    let folder = TempDir::with_prefix("ahead-board-").map_err(|error| error.to_string())?;
    for (name, content) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap_or(Path::new("/")))
            .map_err(|error| error.to_string())?;
        std::fs::write(path, content).map_err(|error| error.to_string())?;
    }
    Ok(folder)
}

/// `ahead` with these arguments in `folder`, `stdin` as its input.
fn ahead(folder: &Path, args: &[&str], stdin: &[u8]) -> Result<Output, Failed> {
    let mut command = std::process::Command::new(build::ahead());
    // A cache of its own, so that nothing from earlier is run.
    command.current_dir(folder).env("XDG_CACHE_HOME", folder.join("cache")).args(args);
    Ok(process::run(&mut command, stdin, process::HANG)?)
}

fn expect(holds: bool, what: impl FnOnce() -> String) -> Result<(), Failed> {
    if holds { Ok(()) } else { Err(what().into()) }
}
