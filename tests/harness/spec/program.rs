//! A group in, one executable run and its lines compared with the script out.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use ahead::Object;
use ahead::link::{self, Symbols};
use ahead::profile::Profiling;
use ahead::request::{Action, Grants, Input, OptLevel, Options, Request, Shape};
use ahead::target::Target;

use super::group::Group;
use super::script::{Act, Instance, Outcome, Step};
use super::{Failure, Report, spectest};
use crate::process;

/// Makes the command that runs the executable at a path.
pub type Runner<'a> = dyn Fn(&Path) -> Command + 'a;

/// Runs the group's program, counts its assertions, and reports what differs.
pub fn run(group: &Group, target: &Target, runner: &Runner<'_>, report: &mut Report) {
    let asserted = group.steps.iter().filter(|step| step.asserted).count();
    let first_line = group.steps.first().map_or(0, |step| step.line);
    match run_group(group, target, runner) {
        Ok(output) => {
            report.assertions += asserted;
            report.failures.extend(compare(&group.steps, &output));
        }
        Err(error) => report.failures.push(Failure { line: first_line, what: error }),
    }
}

/// Compiles the instances as one program that takes these steps.
pub fn compile(instances: &[Instance], steps: Vec<Action>, target: &Target) -> Result<Object, ahead::Error> {
    let spectest = spectest::module(instances.iter().map(|instance| instance.module.as_slice()));
    let input = |(index, instance): (usize, &'_ Instance)| Input {
        // No script imports from a name like this.
        import_name: instance.registered.clone().unwrap_or_else(|| format!("instance {index}")),
        file_name: format!("{index}.wasm"),
        bytes: &[],
    };
    let mut modules: Vec<Input<'_>> = Vec::new();
    if let Some(bytes) = &spectest {
        modules.push(Input { import_name: spectest::NAME.into(), file_name: "spectest.wasm".into(), bytes });
    }
    modules
        .extend(instances.iter().enumerate().map(|found| Input { bytes: &found.1.module, ..input(found) }));
    ahead::compile(&Request {
        modules,
        target,
        options: options(target),
        shape: Shape::Script(steps),
        grants: Grants::default(),
        profiling: Profiling::None,
        cache: None,
        progress: None,
    })
}

/// How tests compile: all features, for the target's usual processor or the one that `AHEAD_CPU`
/// names as `--cpu` would, optimised unless `AHEAD_LEVEL` is 0.
pub fn options(target: &Target) -> Options {
    let cpu = std::env::var("AHEAD_CPU").unwrap_or_else(|_| target.cpu.clone());
    Options {
        opt_level: match std::env::var("AHEAD_LEVEL").as_deref() {
            Ok("0") => OptLevel::None,
            _ => OptLevel::Speed,
        },
        cpu: ahead::target::cpu::flags(target, &cpu).expect("the processor is one of the target's"),
        ..Options::default()
    }
}

/// The output of the group's program.
fn run_group(group: &Group, target: &Target, runner: &Runner<'_>) -> Result<process::Output, String> {
    let modules = group.instances.iter().map(|instance| instance.module.as_slice());
    let offset = usize::from(spectest::module(modules).is_some());
    // spectest is an instance like the others, made first.
    let mut actions: Vec<Action> = (0..offset).map(Action::Instantiate).collect();
    actions.extend(group.steps.iter().map(|step| action(step, offset)));
    let object = compile(&group.instances, actions, target).map_err(|error| format!("compile: {error}"))?;
    let executable = link::link(object, target, Symbols::Strip).map_err(|error| format!("link: {error}"))?;
    let mut output = execute(&executable, runner)?;
    if offset == 1 {
        output.stdout =
            output.stdout.strip_prefix("ok\n").ok_or("spectest was not instantiated")?.to_string();
    }
    Ok(output)
}

/// Runs an executable.
pub fn execute(executable: &[u8], runner: &Runner<'_>) -> Result<process::Output, String> {
    let folder = tempfile::TempDir::with_prefix("ahead-spec-").map_err(|error| error.to_string())?;
    let path = folder.path().join("script");
    let written = fs::write(&path, executable)
        .and_then(|()| fs::set_permissions(&path, fs::Permissions::from_mode(0o755)));
    written.map_err(|error| error.to_string())?;
    process::run(&mut runner(&path), b"", process::HANG)
}

fn action(step: &Step, offset: usize) -> Action {
    let module = step.instance + offset;
    match &step.act {
        Act::Instantiate => Action::Instantiate(module),
        Act::Call(export, args) => Action::Call { module, export: export.clone(), args: args.clone() },
        Act::Get(export) => Action::Get { module, export: export.clone() },
    }
}

/// What in the output is not as the steps say.
fn compare(steps: &[Step], output: &process::Output) -> Vec<Failure> {
    let mut lines = output.stdout.lines();
    let mut failures = Vec::new();
    for step in steps {
        let Some(line) = lines.next() else {
            let stderr = output.stderr.trim();
            let what = format!("the program ended, exit {}: {stderr}", output.exit);
            failures.push(Failure { line: step.line, what });
            return failures;
        };
        failures.extend(difference(&step.outcome, line).map(|what| Failure { line: step.line, what }));
    }
    let rest = lines.count();
    if rest > 0 || output.exit != 0 {
        let what =
            format!("after the last step: {rest} lines, exit {}: {}", output.exit, output.stderr.trim());
        failures.push(Failure { line: steps.last().map_or(0, |step| step.line), what });
    }
    failures
}

/// How the line that a step wrote differs from what it should be.
fn difference(outcome: &Outcome, line: &str) -> Option<String> {
    match outcome {
        Outcome::Traps(expected) => match line.strip_prefix("trap ") {
            // Some scripts are more specific than others: "uninitialized element 2".
            Some(message) if message.starts_with(expected.as_str()) || expected.starts_with(message) => None,
            _ => Some(format!("`{line}`, not a trap `{expected}`")),
        },
        Outcome::Returns(expected) => {
            let Some(words) = line.strip_prefix("ok") else { return Some(format!("`{line}`, not a return")) };
            let slots: Option<Vec<u128>> =
                words.split_whitespace().map(|word| u128::from_str_radix(word, 16).ok()).collect();
            let slots = match slots {
                Some(slots) => slots,
                None => return Some(format!("`{line}` is not the driver's")),
            };
            let Some(expected) = expected else { return None };
            let all = slots.len() == expected.len()
                && slots.iter().zip(expected).all(|(slot, one)| one.matches(*slot));
            (!all).then(|| format!("`{line}`, not {expected:?}"))
        }
    }
}
