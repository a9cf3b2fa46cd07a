//! System calls: those that `strace` sees, against those that the filter of the program allows.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use ahead_abi::import::{self, HostFunction, WASI, WASI_PREVIEW_1, WASI_UNSTABLE};
use ahead_abi::system_call::{self, ONLY_WRITES, SystemCall};
use ahead_abi::value::ValueType;
use ahead_tests::build;
use serde_json::Value;

use super::{built, corpus, faulty, folder, run};

const SIGSYS: i32 = 31;

/// What the filter of a program that grows its memory and looks at descriptors does not allow, as
/// arguments of a program that makes the call.
pub fn forbidden() -> Vec<(&'static str, Vec<String>)> {
    let x86_64 = cfg!(target_arch = "x86_64");
    let call = |call: SystemCall, args: &[u32]| {
        let number = if x86_64 { call.x86_64 } else { call.generic };
        [&[number], args].concat().iter().map(ToString::to_string).collect()
    };
    let of = |name: &str| {
        let groups = system_call::WASI.iter().flat_map(|(_, groups)| *groups).copied();
        let all = groups.chain([system_call::GROW_GUARDED]).flatten();
        *all.into_iter().find(|call| call.name == name).expect("the table has it")
    };
    let mut calls = vec![
        ("a call that is not listed", call(of("gettid"), &[])),
        ("a file opened", call(of("openat"), &[0, 0, 0])),
        ("memory that can be executed", call(of("mprotect"), &[0, 0, 7])),
        ("memory that can only be executed", call(of("mprotect"), &[0, 0, 4])),
        ("other advice about memory", call(of("madvise"), &[0, 0, 8])),
        ("another control of a descriptor", call(of("fcntl"), &[0, 1030])),
        ("a control that only `fd_fdstat_set_flags` gives", call(of("fcntl"), &[0, 4, 0])),
        ("another control of a device", call(of("ioctl"), &[0, 0x5412])),
    ];
    if x86_64 {
        // The number of `writev`, as programs with 32-bit pointers make it.
        calls.push(("a number of x32", vec![0x4000_0014_u32.to_string(), "1".to_owned()]));
        calls.push(("another architecture's", vec!["i386".to_owned()]));
    }
    calls
}

/// A test-only runtime makes calls that the filter has not: what its parent sees is `SIGSYS`. What the
/// filter has it makes, and lives.
pub fn forbidden_ones_kill() -> Result<(), String> {
    let module = r#"(module (import "wasi_snapshot_preview1" "sched_yield" (func (result i32)))
        (import "wasi_snapshot_preview1" "fd_fdstat_get" (func $fdstat (param i32 i32) (result i32)))
        (memory (export "memory") 1)
        (func (export "_start") (drop (memory.grow (i32.const 1)))
          (drop (call $fdstat (i32.const 1) (i32.const 0))) (drop (call 0))))"#;
    let folder = folder();
    let program = faulty(folder.path(), module, &["--confine", "strict"])?;
    let exit = |args: &[String]| -> Result<i32, String> { Ok(run(Command::new(&program).args(args))?.exit) };
    for (what, args) in forbidden() {
        let exit = exit(&args)?;
        if exit != -SIGSYS {
            return Err(format!("{what}: exit {exit}"));
        }
    }
    let sched_yield = if cfg!(target_arch = "x86_64") { "24" } else { "124" };
    let read_only = if cfg!(target_arch = "x86_64") { ["10", "0", "0", "1"] } else { ["226", "0", "0", "1"] };
    for args in [&[sched_yield][..], &read_only] {
        let exit = exit(&args.iter().map(ToString::to_string).collect::<Vec<_>>())?;
        if exit != 0 {
            return Err(format!("{args:?}: exit {exit}, though the filter has it"));
        }
    }
    Ok(())
}

/// What a parent is told of it: a shell says it in words and by status 159, 128 and the signal.
pub fn forbidden_one_is_told_to_a_shell() -> Result<(), String> {
    let module = r#"(module (import "wasi_snapshot_preview1" "sched_yield" (func (result i32)))
        (func (export "_start") (drop (call 0))))"#;
    let folder = folder();
    let output = |confine| {
        let program = faulty(folder.path(), module, &["--confine", confine])?;
        let gettid = if cfg!(target_arch = "x86_64") { "186" } else { "178" };
        run(Command::new("bash").args(["-c", "\"$@\"; exit $?", "bash"]).arg(program).arg(gettid))
    };
    match (output("strict")?, output("off")?) {
        (strict, off)
            if off.exit == 0 && strict.exit == 128 + SIGSYS && strict.stderr.contains("Bad system call") =>
        {
            Ok(())
        }
        other => Err(format!("{other:?} with and without confinement")),
    }
}

/// What `ahead inspect` lists of the program: the calls that its filter has, and whether it only writes.
fn allowed(program: &Path) -> Result<(BTreeSet<String>, bool), String> {
    let output = build::call(Path::new("/"), ["inspect".as_ref(), program.as_os_str(), "--json".as_ref()])?;
    let found: Value = serde_json::from_str(&output.stdout).map_err(|error| error.to_string())?;
    let calls = found["system_calls"].as_array().ok_or("no `system_calls`")?;
    let calls = calls.iter().filter_map(|call| Some(call.as_str()?.to_owned())).collect();
    Ok((calls, found["only_writes"] == true))
}

/// The calls that the command makes once its filter is in place. Its input is a file, empty: with one, no program
/// has seccomp's strict mode.
fn made(command: &Command, trace: &Path) -> Result<BTreeSet<String>, String> {
    let mut strace = Command::new("sh");
    strace.args(["-c", ": >\"$0.in\"; exec strace -o \"$0\" \"$@\" <\"$0.in\""]).arg(trace);
    strace.arg(command.get_program()).args(command.get_args());
    if let Some(folder) = command.get_current_dir() {
        strace.current_dir(folder);
    }
    let exit = run(&mut strace)?.exit;
    let text = fs::read_to_string(trace)
        .map_err(|error| format!("{error} (`cargo xtask setup` says how to get strace)"))?;
    if exit < 0 {
        return Err(format!("exit {exit}:\n{text}"));
    }
    let mut lines = text.lines();
    if !lines
        .by_ref()
        .any(|line| line.starts_with("seccomp(SECCOMP_SET_MODE_FILTER") && line.ends_with("= 0"))
    {
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
        let (made, (allowed, _)) = (made(&command, &scratch.path().join("trace"))?, allowed(&program)?);
        let further: Vec<&String> = made.difference(&allowed).collect();
        if !further.is_empty() {
            return Err(format!("{}: {further:?} are not in the filter", text("name")));
        }
        tested += 1;
    }
    if tested == 0 { Err("no program of the corpus builds".to_owned()) } else { Ok(()) }
}

/// A module that imports one function and calls it with zeros.
fn only(module: &str, function: &HostFunction) -> String {
    let name = |ty: &ValueType| if *ty == ValueType::I64 { "i64" } else { "i32" };
    let params: Vec<&str> = function.params.iter().map(name).collect();
    let zeros: String = params.iter().map(|ty| format!("({ty}.const 0)")).collect();
    let (result, drop) = if function.results.is_empty() { ("", "") } else { ("(result i32)", "drop") };
    let (name, params) = (function.name, params.join(" "));
    format!(
        r#"(module (import "{module}" "{name}" (func (param {params}) {result}))
        (memory (export "memory") 1) (func (export "_start") {zeros} (call 0) {drop}))"#
    )
}

/// A program with one function has the calls of the core and of that function, and no others; and it
/// makes none but those.
pub fn of_each_function() -> Result<(), String> {
    let declared: BTreeMap<&str, _> = system_call::WASI.into_iter().collect();
    for (index, function) in WASI.iter().enumerate() {
        let folder = folder();
        let preview_1 = index < import::preview_1().len();
        let module = if preview_1 { WASI_PREVIEW_1 } else { WASI_UNSTABLE };
        let program = built(folder.path(), &only(module, function), &[]);
        let groups = declared[function.name].iter().chain([&system_call::CORE]);
        let expected: BTreeSet<String> = groups.copied().flatten().map(|call| call.name.to_owned()).collect();
        let (allowed, only_writes) = allowed(&program)?;
        if allowed != expected || only_writes != ONLY_WRITES.contains(&function.name) {
            return Err(format!("{}: the filter has {allowed:?}, not {expected:?}", function.name));
        }
        let exit = run(&mut Command::new(&program))?.exit;
        if only_writes && exit != 0 {
            return Err(format!("{}: exit {exit} without a filter", function.name));
        }
        let made = made(&Command::new(&program), &folder.path().join("trace"))?;
        if !made.is_subset(&allowed) {
            return Err(format!("{}: makes {made:?}, may {allowed:?}", function.name));
        }
    }
    Ok(())
}

/// Printing needs to write and to end.
pub fn of_a_program_that_prints() -> Result<(), String> {
    let function = WASI.iter().find(|function| function.name == "fd_write").expect("it is one of them");
    let folder = folder();
    let allowed = allowed(&built(folder.path(), &only(WASI_PREVIEW_1, function), &[]))?;
    let expected = ["exit_group", "writev"].map(str::to_owned);
    if allowed == (BTreeSet::from(expected), true) { Ok(()) } else { Err(format!("{allowed:?}")) }
}

/// A memory that grows by much at once asks for huge pages, one that grows by little does not.
pub fn of_memories_that_grow() -> Result<(), String> {
    let module = |pages| {
        format!(r#"(module (memory 1) (func (export "_start") (drop (memory.grow (i32.const {pages})))))"#)
    };
    for (bounds, grows) in [("guard", "mprotect"), ("explicit", "mmap")] {
        for (pages, more) in [(31, &["exit_group"][..]), (32, &["exit_group", "madvise"])] {
            let folder = folder();
            let program = built(folder.path(), &module(pages), &["--bounds", bounds, "--confine", "strict"]);
            let made = made(&Command::new(&program), &folder.path().join("trace"))?;
            if made != more.iter().chain([&grows]).map(|name| (*name).to_owned()).collect() {
                return Err(format!("{bounds}, {pages} pages: {made:?}"));
            }
        }
    }
    Ok(())
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
