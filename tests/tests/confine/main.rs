//! Confinement by the kernel: a test each, or a skip that says why and is counted, where this
//! machine's kernel has none.

mod calls;
mod cost;
mod escape;
mod hostile;
mod start;
mod strict;
mod writes;

use std::path::{Path, PathBuf};
use std::process::Command;

use ahead_tests::process::{self, Output};
use ahead_tests::runtime::Runtime;
use ahead_tests::{build, repository};
use libtest_mimic::{Arguments, Completion, Failed, Trial};
use tempfile::TempDir;

/// A test: what it found, or why not.
type Test = fn() -> Result<(), String>;

/// Those that need a kernel which confines.
const CONFINED: [(&str, Test); 11] = [
    ("a_broken_resolver_does_not_get_out_of_its_folders", escape::is_refused),
    ("forbidden_calls_kill", calls::forbidden_ones_kill),
    ("a_forbidden_call_is_told_to_a_shell", calls::forbidden_one_is_told_to_a_shell),
    ("each_function_adds_the_calls_it_declares", calls::of_each_function),
    ("a_program_that_prints_has_few_calls", calls::of_a_program_that_prints),
    ("memories_that_grow_by_much_ask_for_huge_pages", calls::of_memories_that_grow),
    ("clocks_are_read_without_a_system_call_after_confinement", calls::of_clocks),
    ("strict_starts_where_the_kernel_confines", strict::starts_here),
    (
        "a_kernel_with_the_first_rules_for_folders_lets_nobody_rename_across",
        strict::says_what_the_first_version_lacks,
    ),
    ("no_rules_for_folders_are_left_out_for_lack_of_descriptors", start::ends_without_descriptors),
    ("the_cost_of_confinement_is_shown", cost::is_shown),
];
/// Those that need seccomp's strict mode too.
const STRICT: [(&str, Test); 3] = [
    ("programs_that_only_write_print_the_same", writes::print_the_same),
    ("programs_that_only_write_are_killed_by_forbidden_calls", writes::killed_by_forbidden_calls),
    ("programs_that_only_write_say_that_time_is_over", writes::say_that_time_is_over),
];
/// Those that need neither.
const ANYWHERE: [(&str, Test); 8] = [
    ("calls_made_to_hurt_do_no_harm", hostile::calls_do_no_harm),
    ("lists_of_4_gib_end", hostile::lists_of_4_gib_end),
    ("a_broken_resolver_gets_out_without_confinement", escape::works_unconfined),
    ("strict_does_not_start_under_an_emulator", strict::does_not_start_under_an_emulator),
    ("descriptors_of_the_launcher_are_closed", start::closes_descriptors),
    ("they_are_closed_one_by_one_on_old_kernels", start::closes_descriptors_one_by_one),
    ("signals_that_the_launcher_blocked_are_heeded", start::heeds_blocked_signals),
    ("a_granted_socket_serves_connections", start::serves_connections),
];

fn main() {
    let args = Arguments::from_args();
    let reason = unconfined();
    if let Some(reason) = &reason {
        eprintln!("not tested: confinement: {reason}");
    }
    let mut trials: Vec<Trial> = ANYWHERE.iter().map(|(name, test)| trial(name, *test, None)).collect();
    trials.extend(CONFINED.iter().map(|(name, test)| trial(name, *test, reason.clone())));
    let no_strict_mode = reason.clone().or_else(writes::unavailable);
    if let (None, Some(reason)) = (&reason, &no_strict_mode) {
        eprintln!("not tested: the strict mode: {reason}");
    }
    trials.extend(STRICT.iter().map(|(name, test)| trial(name, *test, no_strict_mode.clone())));
    let no_corpus =
        (!corpus().join("manifest.json").exists()).then(|| format!("no corpus at {}", corpus().display()));
    let name = "corpus_programs_make_only_calls_of_their_filter";
    trials.push(trial(name, calls::of_corpus_programs, reason.or(no_corpus)));
    libtest_mimic::run(&args, trials).exit();
}

/// The folder of the corpus of real programs.
fn corpus() -> PathBuf {
    std::env::var_os("AHEAD_CORPUS").map_or_else(|| repository().join("../shared/corpus"), PathBuf::from)
}

fn trial(name: &str, test: Test, skip: Option<String>) -> Trial {
    Trial::ignorable_test(name, move || match skip {
        Some(reason) => Ok(Completion::ignored_with(reason)),
        None => test().map(|()| Completion::Completed).map_err(Failed::from),
    })
}

/// Why this machine cannot confine a program; `None`: it can.
fn unconfined() -> Option<String> {
    let folder = folder();
    let program = built(folder.path(), LOOKS, &["--confine", "strict"]);
    let output = process::run(&mut Command::new(program), b"", process::HANG).expect("it ends in time");
    (output.exit != 0).then(|| output.stderr.trim().to_owned())
}

/// Needs both means of confinement: it imports a function that resolves paths.
const LOOKS: &str = r#"(module
    (import "wasi_snapshot_preview1" "path_create_directory" (func (param i32 i32 i32) (result i32)))
    (memory (export "memory") 1)
    (func (export "_start") (drop (call 0 (i32.const 3) (i32.const 0) (i32.const 1)))))"#;

fn folder() -> TempDir {
    TempDir::with_prefix("ahead-confine-").expect("a temporary folder can be made")
}

/// Builds the text `module` to the executable `app` in the folder, and gives its path.
fn built(folder: &Path, module: &str, flags: &[&str]) -> PathBuf {
    std::fs::write(folder.join("app.wat"), module).expect("the folder is ours");
    let output = build::call(folder, [&["build", "app.wat"], flags].concat()).expect("ahead ends in time");
    assert_eq!((output.exit, output.stderr.as_str()), (0, ""), "ahead build {flags:?}");
    folder.join("app")
}

/// Builds it with faults in its runtime.
fn faulty(folder: &Path, module: &str, flags: &[&str]) -> Result<PathBuf, String> {
    let (source, program) = (folder.join("faulty.wat"), folder.join("faulty"));
    std::fs::write(&source, module).map_err(|error| error.to_string())?;
    let flags: Vec<String> = flags.iter().map(ToString::to_string).collect();
    Runtime::Faulty.executable(folder, &source, &program, &flags)?;
    Ok(program)
}

fn run(command: &mut Command) -> Result<Output, String> {
    process::run(command, b"", process::HANG)
}
