//! System calls: those that `strace` sees, against those that the filter of the program allows.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use ahead_abi::import::WASI;
use ahead_abi::system_call;
use ahead_abi::value::ValueType;
use ahead_tests::build;
use serde_json::Value;

use super::archive::faulty;
use super::{built, corpus, folder, run};

const SIGSYS: i32 = 31;

/// A test-only runtime makes a call that is in no filter: what its parent sees is `SIGSYS`.
pub fn forbidden_one_kills() -> Result<(), String> {
    let module = r#"(module (import "wasi_snapshot_preview1" "sched_yield" (func (result i32)))
        (func (export "_start") (drop (call 0))))"#;
    let folder = folder();
    let exit = |confine| -> Result<i32, String> {
        let program = faulty(folder.path(), module, &["--confine", confine])?;
        Ok(run(&mut Command::new(program))?.exit)
    };
    match (exit("strict")?, exit("off")?) {
        (killed, 0) if killed == -SIGSYS => Ok(()),
        other => Err(format!("exit {other:?} with and without confinement")),
    }
}

/// What `ahead inspect` lists of the program.
fn allowed(program: &Path) -> Result<BTreeSet<String>, String> {
    let output = build::call(Path::new("/"), ["inspect".as_ref(), program.as_os_str(), "--json".as_ref()])?;
    let found: Value = serde_json::from_str(&output.stdout).map_err(|error| error.to_string())?;
    let calls = found["system_calls"].as_array().ok_or("no `system_calls`")?;
    Ok(calls.iter().filter_map(|call| Some(call.as_str()?.to_owned())).collect())
}

/// The calls that the command makes once its filter is in place.
fn made(command: &Command, trace: &Path) -> Result<BTreeSet<String>, String> {
    let mut strace = Command::new("strace");
    strace.arg("-o").arg(trace).arg(command.get_program()).args(command.get_args());
    if let Some(folder) = command.get_current_dir() {
        strace.current_dir(folder);
    }
    run(&mut strace).map_err(|error| format!("{error} (`cargo xtask setup` says how to get strace)"))?;
    let text = fs::read_to_string(trace).map_err(|error| error.to_string())?;
    let mut lines = text.lines();
    if !lines.by_ref().any(|line| line.starts_with("seccomp(") && line.ends_with("= 0")) {
        return Err(format!("no filter was installed:\n{text}"));
    }
    let calls = lines.filter_map(|line| Some(line.split_once('(')?.0.to_owned()));
    Ok(calls.filter(|name| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')).collect())
}

/// Each corpus program makes only calls that its filter has.
pub fn of_corpus_programs() -> Result<(), String> {
    let corpus = corpus();
    let manifest = fs::read_to_string(corpus.join("manifest.json")).map_err(|error| error.to_string())?;
    let entries: Vec<Value> = serde_json::from_str(&manifest).map_err(|error| error.to_string())?;
    let mut tested = 0;
    for entry in &entries {
        let text = |key: &str| entry[key].as_str().unwrap_or_default().to_owned();
        let list = |key: &str| -> Vec<String> {
            let items = entry[key].as_array().cloned().unwrap_or_default();
            items.iter().filter_map(|item| Some(item.as_str()?.to_owned())).collect()
        };
        if !text("file").ends_with(".wasm") {
            continue;
        }
        let scratch = folder();
        let program = scratch.path().join("app");
        let mut flags =
            vec!["build".to_owned(), text("file"), "-o".to_owned(), program.display().to_string()];
        for (host, guest) in entry["dirs"].as_object().into_iter().flatten() {
            let host = if host == "empty" { scratch.path().display().to_string() } else { host.clone() };
            flags.extend(["--dir".to_owned(), format!("{host}::{}", guest.as_str().unwrap_or_default())]);
        }
        if let Some(export) = list("invoke").first() {
            flags.extend(["--invoke".to_owned(), export.clone()]);
        }
        if build::call(&corpus, &flags)?.exit != 0 {
            // It needs what is not supported yet; the test of the corpus keeps account of those.
            continue;
        }
        let mut command = Command::new(&program);
        command.current_dir(&corpus).args(list("args")).args(list("invoke").iter().skip(1));
        let (made, allowed) = (made(&command, &scratch.path().join("trace"))?, allowed(&program)?);
        let further: Vec<&String> = made.difference(&allowed).collect();
        if !further.is_empty() {
            return Err(format!("{}: {further:?} are not in the filter", text("name")));
        }
        tested += 1;
    }
    if tested == 0 { Err("no program of the corpus builds".to_owned()) } else { Ok(()) }
}

/// A module that imports one function and calls it with zeros.
fn only(function: &ahead_abi::import::HostFunction) -> String {
    let name = |ty: &ValueType| if *ty == ValueType::I64 { "i64" } else { "i32" };
    let params: Vec<&str> = function.params.iter().map(name).collect();
    let zeros: String = params.iter().map(|ty| format!("({ty}.const 0)")).collect();
    let (result, drop) = if function.results.is_empty() { ("", "") } else { ("(result i32)", "drop") };
    let (name, params) = (function.name, params.join(" "));
    format!(
        r#"(module (import "wasi_snapshot_preview1" "{name}" (func (param {params}) {result}))
        (memory (export "memory") 1) (func (export "_start") {zeros} (call 0) {drop}))"#
    )
}

/// A program with one function has the calls of the core and of that function, and no others; and it
/// makes none but those.
pub fn of_each_function() -> Result<(), String> {
    let declared: BTreeMap<&str, _> = system_call::WASI.into_iter().collect();
    for function in &WASI {
        let folder = folder();
        let program = built(folder.path(), &only(function), &[]);
        let groups = declared[function.name].iter().chain([&system_call::CORE]);
        let expected: BTreeSet<String> = groups.copied().flatten().map(|call| call.name.to_owned()).collect();
        let allowed = allowed(&program)?;
        if allowed != expected {
            return Err(format!("{}: the filter has {allowed:?}, not {expected:?}", function.name));
        }
        let made = made(&Command::new(&program), &folder.path().join("trace"))?;
        if !made.is_subset(&allowed) {
            return Err(format!("{}: makes {made:?}, may {allowed:?}", function.name));
        }
    }
    Ok(())
}

/// Printing needs to write, to look whether it can, and to end.
pub fn of_a_program_that_prints() -> Result<(), String> {
    let function = WASI.iter().find(|function| function.name == "fd_write").expect("it is one of them");
    let folder = folder();
    let allowed = allowed(&built(folder.path(), &only(function), &[]))?;
    let expected = ["exit_group", "ppoll", "write", "writev"].map(str::to_owned);
    if allowed == BTreeSet::from(expected) { Ok(()) } else { Err(format!("{allowed:?}")) }
}

/// The first clock call comes after confinement, and is answered by the vDSO.
pub fn of_clocks() -> Result<(), String> {
    let module = r#"(module
      (import "wasi_snapshot_preview1" "clock_time_get" (func (param i32 i64 i32) (result i32)))
      (memory (export "memory") 1)
      (func (export "_start")
        (if (call 0 (i32.const 1) (i64.const 0) (i32.const 0)) (then unreachable))
        (if (call 0 (i32.const 0) (i64.const 0) (i32.const 8)) (then unreachable))
        (if (i64.eqz (i64.load (i32.const 8))) (then unreachable))))"#;
    let folder = folder();
    let program = built(folder.path(), module, &["--confine", "strict"]);
    let status = run(&mut Command::new(&program))?;
    if status.exit != 0 {
        return Err(format!("{status:?}"));
    }
    let made = made(&Command::new(&program), &folder.path().join("trace"))?;
    // Where the kernel's clock source is of no use to the vDSO, it makes the call itself.
    let by_call = fs::read_to_string("/sys/devices/system/clocksource/clocksource0/current_clocksource")
        .is_ok_and(|source| {
            !matches!(source.trim(), "tsc" | "kvm-clock" | "hyperv_clocksource_tsc_page" | "arch_sys_counter")
        });
    let expected: &[&str] = if by_call { &["clock_gettime", "exit_group"] } else { &["exit_group"] };
    if made.iter().map(String::as_str).eq(expected.iter().copied()) {
        Ok(())
    } else {
        Err(format!("{made:?}"))
    }
}
