//! Inputs made to hurt: each is compiled or refused with its reason, in bounded time and memory.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use ahead_tests::build;
use ahead_tests::process::{self, Output};

use super::{ahead, built, folder, run};

/// Far more than any of these takes; far less than what grows with the square of the input would.
const LIMIT: Duration = Duration::from_secs(150);

/// Address space in KiB for `ahead`: 4 GiB.
const MEMORY: &str = "4194304";

/// What `ahead build` does with the module, within the limits.
fn build_limited(folder: &Path, module: &[u8]) -> Output {
    std::fs::write(folder.join("app.wasm"), module).expect("the folder is ours");
    let mut command = Command::new("sh");
    command.current_dir(folder).env("AHEAD", build::ahead());
    command.args(["-c", &format!("ulimit -v {MEMORY}; exec \"$AHEAD\" build app.wasm -O 0")]);
    process::run(&mut command, b"", LIMIT).expect("ahead ends in time")
}

/// Builds and runs, unless the module is refused with one of these reasons.
fn built_or_refused(module: &[u8], reasons: &[&str]) {
    let folder = folder(&[]);
    let output = build_limited(folder.path(), module);
    match output.exit {
        0 => assert_eq!(run(&mut Command::new(folder.path().join("app"))).exit, 0),
        1 => assert!(reasons.iter().any(|reason| output.stderr.contains(reason)), "{}", output.stderr),
        exit => panic!("exit {exit}: {}", output.stderr),
    }
}

fn leb(mut value: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let byte = (value & 0x7f) as u8;
        value >>= 7;
        match value {
            0 => return [bytes, vec![byte]].concat(),
            _ => bytes.push(byte | 0x80),
        }
    }
}

fn section(id: u8, content: &[u8]) -> Vec<u8> {
    [&[id], leb(content.len()).as_slice(), content].concat()
}

/// A module whose `_start` has these local declarations and this code.
fn module(locals: &[u8], code: &[u8]) -> Vec<u8> {
    let body = [locals, code, &[0x0b]].concat();
    let functions = [&[1], leb(body.len()).as_slice(), &body].concat();
    let export = b"\x01\x06_start\x00\x00";
    [
        b"\0asm\x01\0\0\0",
        &*section(1, &[1, 0x60, 0, 0]),
        &section(3, &[1, 0]),
        &section(7, export),
        &section(10, &functions),
    ]
    .concat()
}

#[test]
fn fifty_thousand_locals() {
    let locals = |count: usize| [&[1], leb(count).as_slice(), &[0x7e]].concat();
    built_or_refused(&module(&locals(50_000), &[]), &[]);
    built_or_refused(&module(&locals(50_001), &[]), &["too many locals"]);
    built_or_refused(&module(&locals(0xffff_ffff), &[]), &["too many locals"]);
}

#[test]
fn a_body_of_5_mb() {
    // (drop (i32.const 0)), and a chain that no part of can be left out.
    built_or_refused(&module(&[0], &[0x41, 0, 0x1a].repeat(5_000_000 / 3)), &["too large", "size"]);
    let chain = [0x20, 0, 0x41, 1, 0x6a, 0x21, 0].repeat(5_000_000 / 7);
    built_or_refused(&module(&[1, 1, 0x7f], &chain), &["too large", "size"]);
}

#[test]
fn a_body_over_the_limit_is_refused() {
    built_or_refused(&module(&[0], &[0x01].repeat(20_000_000)), &["size", "limit"]);
}

#[test]
fn a_hundred_thousand_nested_blocks() {
    for open in [0x02, 0x03] {
        let code = [[open, 0x40].repeat(100_000), vec![0x0b; 100_000]].concat();
        built_or_refused(&module(&[0], &code), &["nest"]);
    }
    let ifs = [[0x41, 0, 0x04, 0x40].repeat(100_000), vec![0x0b; 100_000]].concat();
    built_or_refused(&module(&[0], &ifs), &["nest"]);
}

#[test]
fn a_deep_stack_of_operands() {
    let code = [[0x41, 1].repeat(200_000), vec![0x6a; 199_999], vec![0x1a]].concat();
    built_or_refused(&module(&[0], &code), &[]);
}

#[test]
fn huge_tables_of_branches() {
    let count = 100_000;
    let code = [vec![0x41, 0, 0x0e], leb(count), vec![0; count + 1]].concat();
    built_or_refused(&module(&[0], &code), &["br_table"]);
    let claimed = [vec![0x41, 0, 0x0e], leb(0xffff_ffff)].concat();
    built_or_refused(&module(&[0], &claimed), &["br_table", "unexpected end", "out of bounds"]);
}

#[test]
fn counts_far_beyond_the_file_are_refused() {
    for id in 1..=12 {
        let bytes = [b"\0asm\x01\0\0\0", &*section(id, &leb(0xffff_ffff))].concat();
        let output = build_limited(folder(&[]).path(), &bytes);
        assert_eq!(output.exit, 1, "section {id}: {}", output.stderr);
        assert!(output.stderr.contains("app.wasm: "), "section {id}: {}", output.stderr);
    }
}

#[test]
fn huge_memories_and_tables_cost_nothing_to_build() {
    let folder = folder(&[]);
    let module = r#"(module (memory 65536 65536) (table 1000000 funcref) (func (export "f") (result i32)
        (i32.load8_u (i32.const -1)) (table.size) (i32.add)))"#;
    let program = built(folder.path(), module, &["--invoke", "f"]);
    assert!(std::fs::metadata(&program).expect("it was built").len() < 1 << 20);
    assert_eq!(run(&mut Command::new(program)).stdout, "1000000\n");
}

#[test]
fn frames_far_larger_than_a_page_do_not_jump_over_the_guard() {
    let folder = folder(&[]);
    let types = "i64 ".repeat(1000);
    // Each frame holds the results of several callees.
    let module = format!(
        r#"(module (func $forever (param i64) (result {types}) (local $n i32)
            (call $forever (local.get 0)) {} (call $forever (i64.const 1)) {} (call $forever (i64.const 2)))
          (func (export "_start") (call $forever (i64.const 0)) {}))"#,
        "(drop)".repeat(1000),
        "(drop)".repeat(1000),
        "(drop)".repeat(1000),
    );
    let output = run(&mut Command::new(built(folder.path(), &module, &["-O", "0"])));
    assert_eq!(output.exit, 134, "{}", output.stderr);
    assert!(output.stderr.starts_with("wasm trap: call stack exhausted\n"), "{}", output.stderr);
}

#[test]
fn what_build_refuses_in_its_plan_inspect_says() {
    let run = r#"(func (export "_start"))"#;
    let cases = [
        (format!("(module (table 4294967295 funcref) {run})"), "4294967295 table entries are needed"),
        (format!("(module (memory i64 0x1000000000000) {run})"), "bytes of memory are needed"),
        (format!("(module {} {run})", "(memory 1)".repeat(40)), "memories are needed"),
        (
            r#"(module (func (export "_start") (result i32) (i32.const 0)))"#.to_owned(),
            "`--invoke _start` calls it",
        ),
        (
            format!(r#"(module (import "wasi_snapshot_preview1" "fd_write" (func (param i64))) {run})"#),
            "incompatible import type for `wasi_snapshot_preview1.fd_write`",
        ),
        (
            format!(r#"(module (import "wasi_snapshot_preview1" "fd_write" (memory 1)) {run})"#),
            "wasi_snapshot_preview1.fd_write",
        ),
        (r#"(module (func (export "add")))"#.to_owned(), "nothing to run"),
        ("(module)".to_owned(), "nothing to run"),
        (format!("(module (memory 1 (pagesize 1)) {run})"), "`--enable custom-page-sizes`"),
    ];
    for (module, what) in cases {
        let folder = folder(&[("app.wat", module.as_bytes())]);
        let refused = ahead(folder.path(), &["build", "app.wat"]);
        assert!(refused.exit == 1 && refused.stderr.contains(what), "{module}: {}", refused.stderr);
        let said = ahead(folder.path(), &["inspect", "app.wat"]);
        let obstacles = said.stdout.split_once("builds:    no\n").map(|(_, obstacles)| obstacles);
        assert!(
            said.exit == 0 && obstacles.is_some_and(|text| text.contains(what)),
            "{module}: {}",
            said.stdout
        );
        let json = ahead(folder.path(), &["inspect", "app.wat", "--json"]).stdout;
        assert!(!json.contains(r#""obstacles": []"#), "{module}: {json}");
    }
}

#[test]
fn what_only_initialises_builds() {
    for module in [r#"(module (func $f) (start $f))"#, r#"(module (func (export "_initialize")))"#] {
        let folder = folder(&[("app.wat", module.as_bytes())]);
        let said = ahead(folder.path(), &["inspect", "app.wat"]).stdout;
        assert!(said.contains("only initialises") && said.contains("builds:    yes"), "{module}: {said}");
        assert_eq!(ahead(folder.path(), &["build", "app.wat"]).exit, 0, "{module}");
    }
}
