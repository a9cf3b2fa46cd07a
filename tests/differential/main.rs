//! Random modules on the executables we link, against another engine: results, traps, globals and
//! memories must be the same. One module of eight is made of tail calls.
//!
//! `AHEAD_MODULES` says how many modules (200 for each target unless given), `AHEAD_FIRST` the
//! number of the first one, and `AHEAD_CPU` the processor to compile for. Function references are not
//! compared: the other engine does not have them.

mod compare;
mod determined;
mod early_returns;
mod expression;
mod peer;
mod program;
mod subject;
mod tail_calls;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use ahead_tests::target;
use ahead_tests::target::Target;
use libtest_mimic::{Arguments, Failed, Trial};

/// Modules of one named test.
const BATCH: u64 = 20;

/// What was compared.
#[derive(Default)]
struct Totals {
    modules: usize,
    steps: usize,
    /// Steps that trapped.
    trapped: usize,
    /// How many of the modules need each proposal.
    proposals: BTreeMap<&'static str, usize>,
}

fn main() {
    let args = Arguments::from_args();
    let totals = Arc::new(Mutex::new(Totals::default()));
    let (count, first) = (number("AHEAD_MODULES", 200), number("AHEAD_FIRST", 0));
    let mut trials = Vec::new();
    for target in target::runnable() {
        for start in (first..first + count).step_by(BATCH as usize) {
            let end = (start + BATCH).min(first + count);
            let (target, totals) = (target.clone(), Arc::clone(&totals));
            let name = format!("modules {start}..{end}::{}", target.name);
            trials.push(Trial::test(name, move || batch(start..end, &target, &totals)));
        }
    }
    let conclusion = libtest_mimic::run(&args, trials);
    let totals = totals.lock().expect("no test panics with the lock held");
    let (modules, steps, trapped) = (totals.modules, totals.steps, totals.trapped);
    println!("differential: {modules} modules compared, {steps} steps, of which {trapped} trapped");
    for (proposal, modules) in &totals.proposals {
        println!("differential: {modules} modules use {proposal}");
    }
    conclusion.exit();
}

fn number(variable: &str, default: u64) -> u64 {
    match std::env::var(variable) {
        Ok(text) => text.parse().unwrap_or_else(|_| panic!("{variable} is a number, not `{text}`")),
        Err(_) => default,
    }
}

fn batch(seeds: std::ops::Range<u64>, target: &Target, totals: &Mutex<Totals>) -> Result<(), Failed> {
    let compile_for = ahead::target::find(&target.name).map_err(|error| error.to_string())?;
    let mut failures = String::new();
    for seed in seeds {
        match compare::compare(seed, compile_for, &|program| target.command(program)) {
            Ok(compared) => {
                let mut totals = totals.lock().expect("no test panics with the lock held");
                totals.modules += 1;
                totals.steps += compared.steps;
                totals.trapped += compared.trapped;
                for proposal in compared.proposals {
                    *totals.proposals.entry(proposal).or_default() += 1;
                }
            }
            Err(difference) => {
                let path = std::env::temp_dir().join(format!("ahead-differential-{seed}.wasm"));
                let kept = std::fs::write(&path, compare::module(seed));
                let place = kept.map_or_else(|error| error.to_string(), |()| path.display().to_string());
                failures += &format!("\nmodule {seed} ({place}): {difference}");
            }
        }
    }
    if failures.is_empty() { Ok(()) } else { Err(failures.into()) }
}
