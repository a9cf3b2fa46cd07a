//! A subject in, what the executable that we make of it does out.

use ahead::link::{self, Symbols};
use ahead::profile::{Profile, Profiling};
use ahead::request::{Action, Grants, Input, OptLevel, Options, Request, Shape};
use ahead::target::Target;
use ahead_abi::memory::Bounds;
use ahead_abi::trap::TrapKind;
use wasmparser::ValType;

use ahead_tests::spec::program::{Runner, execute, options};

use crate::compare::Outcome;
use crate::peer;
use crate::subject::{Call, Subject};

/// Bytes of stack: more than the module's fuel lets it use.
const STACK_SIZE: u64 = 512 << 20;

/// The outcome of each step, compiled at this level, with memories kept in these bounds (the target's if none), and
/// with a profile by this chance.
///
/// Errors: there is no executable, or it did not carry out all steps.
pub fn run(
    subject: &Subject,
    target: &Target,
    (opt_level, bounds, chance): (OptLevel, Option<Bounds>, Option<u64>),
    runner: &Runner<'_>,
) -> Result<Vec<Outcome>, String> {
    let (actions, results) = steps(subject);
    let hashers = subject.hashers.iter().enumerate();
    let hashers = hashers.map(|(index, bytes)| input(format!("hasher {index}"), bytes));
    let object = ahead::compile(&Request {
        modules: [input("subject".into(), &subject.module)].into_iter().chain(hashers).collect(),
        target,
        options: Options { opt_level, bounds, stack_size: STACK_SIZE, ..options(target) },
        shape: Shape::Script(actions),
        grants: Grants::default(),
        profiling: chance.map(Profile::by_chance).map_or(Profiling::None, Profiling::Use),
        cache: None,
        progress: None,
    });
    let object = object.map_err(|error| format!("compile: {error}"))?;
    let executable = link::link(object, target, Symbols::Strip).map_err(|error| format!("link: {error}"))?;
    let output = execute(&executable, runner)?;
    let lines: Vec<&str> = output.stdout.lines().collect();
    if lines.len() != results.len() {
        return Err(format!("{} steps of {}: {}", lines.len(), results.len(), output.stderr.trim()));
    }
    lines.iter().zip(&results).map(|(line, types)| outcome(line, types)).collect()
}

fn input(name: String, bytes: &[u8]) -> Input<'_> {
    Input { file_name: format!("{name}.wasm"), import_name: name, bytes }
}

/// The actions, and the types of the results of each.
fn steps(subject: &Subject) -> (Vec<Action>, Vec<Vec<ValType>>) {
    let mut actions = vec![Action::Instantiate(0)];
    let mut results = vec![Vec::new()];
    let call =
        |module, call: &Call| Action::Call { module, export: call.export.clone(), args: call.args.clone() };
    for each in &subject.calls {
        actions.push(call(0, each));
        results.push(each.results.clone());
    }
    for (name, ty) in &subject.globals {
        actions.push(Action::Get { module: 0, export: name.clone() });
        results.push(vec![*ty]);
    }
    for module in 1..=subject.hashers.len() {
        actions.extend([Action::Instantiate(module), call(module, &peer::hash())]);
        results.extend([Vec::new(), peer::hash().results]);
    }
    (actions, results)
}

fn outcome(line: &str, types: &[ValType]) -> Result<Outcome, String> {
    if let Some(message) = line.strip_prefix("trap ") {
        return trapped(message);
    }
    let words: Vec<&str> =
        line.strip_prefix("ok").ok_or("not a line of the driver's")?.split_whitespace().collect();
    let slots = words.iter().zip(types).map(|(word, ty)| {
        let bits = u128::from_str_radix(word, 16).map_err(|error| error.to_string())?;
        Ok(match ty {
            ValType::I32 | ValType::F32 => u128::from(bits as u32),
            ValType::I64 | ValType::F64 => u128::from(bits as u64),
            ValType::V128 => bits,
            ValType::Ref(_) => u128::from(bits as u64 != 0),
        })
    });
    Ok(Outcome::Returned(slots.collect::<Result<_, String>>()?))
}

fn trapped(message: &str) -> Result<Outcome, String> {
    let kind = TrapKind::ALL.into_iter().find(|kind| kind.message() == message.as_bytes());
    let kind = match kind.ok_or_else(|| format!("an unknown trap: {message}"))? {
        // The other engine tells these two not apart.
        TrapKind::UndefinedElement => TrapKind::TableOutOfBounds,
        kind => kind,
    };
    Ok(Outcome::Trapped(str::from_utf8(kind.message()).map_err(|error| error.to_string())?))
}
