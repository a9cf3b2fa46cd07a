//! `ahead bench`: a module beside a native program.

use super::{ahead, built, folder};

/// Prints 100,000 zeros for each of its arguments: more than a pipe holds.
const PRINT: &str = r#"(module
    (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "args_sizes_get" (func $args_sizes_get (param i32 i32) (result i32)))
    (memory (export "memory") 10) (data (i32.const 0) "\20\00\00\00")
    (func (export "_start")
      (drop (call $args_sizes_get (i32.const 8) (i32.const 12)))
      (i32.store (i32.const 4) (i32.mul (i32.const 100000) (i32.sub (i32.load (i32.const 8)) (i32.const 1))))
      (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16)))))"#;

#[test]
fn both_programs_have_a_row_each() {
    let folder = folder(&[]);
    let native = built(folder.path(), PRINT, &["-o", "native"]).with_file_name("native");
    let native = native.to_string_lossy();
    let output =
        ahead(folder.path(), &["bench", "app.wat", "--native", &native, "--runs", "2", "--", "one", "two"]);
    assert_eq!(output.exit, 0, "{}", output.stderr);
    let lines: Vec<&str> = output.stdout.lines().collect();
    assert!(lines[0].starts_with("built in "), "{lines:?}");
    // Memory that nobody could look at in time is a dash.
    let is_figure = |word: &&str| word.parse::<f64>().is_ok() || *word == "-";
    let figures = |line: &str| line.split_whitespace().skip(1).filter(is_figure).count();
    assert!(lines[2].starts_with("native ") && figures(lines[2]) == 5, "{lines:?}");
    assert!(lines[3].starts_with("ahead ") && figures(lines[3]) == 5, "{lines:?}");
    assert_eq!(lines.len(), 4, "{lines:?}");
}

#[test]
fn a_difference_is_said() {
    let folder = folder(&[]);
    let output = ahead(folder.path(), &["bench", "-", "--native", "/bin/true", "--runs", "1"]);
    assert_eq!(output.exit, 1, "nothing on standard input is not a module: {}", output.stdout);
    std::fs::write(folder.path().join("app.wat"), PRINT).expect("the folder is ours");
    let args = ["bench", "app.wat", "--native", "/bin/true", "--runs", "1", "--", "one"];
    let output = ahead(folder.path(), &args);
    assert_eq!(output.exit, 1, "{}", output.stdout);
    assert!(output.stderr.contains("`native` prints 0 bytes and `ahead` 100000"), "{}", output.stderr);
    assert!(!output.stdout.contains("ratio"), "no figures: {}", output.stdout);
}

#[test]
fn what_fails_has_no_figures() {
    let folder = folder(&[
        ("trap.wat", br#"(module (func (export "_start") unreachable))"#),
        ("app.wat", super::NOTHING.as_bytes()),
    ]);
    for (args, stderr) in [
        (["bench", "trap.wat", "--native", "/bin/true"], "error: `ahead` ended with exit status: 134"),
        (["bench", "trap.wat", "--runs", "1"], "error: `ahead` ended with exit status: 134"),
        (["bench", "app.wat", "--native", "/bin/false"], "error: `native` ended with exit status: 1"),
    ] {
        let output = ahead(folder.path(), &args);
        assert_eq!(output.exit, 1, "{args:?}: {}", output.stdout);
        assert!(output.stderr.starts_with(stderr), "{args:?}: {}", output.stderr);
        assert!(!output.stdout.contains("ratio"), "{args:?}: {}", output.stdout);
    }
}

#[test]
fn what_is_written_to_standard_error_is_not_shown() {
    let folder = folder(&[(
        "app.wat",
        PRINT.replace("(i32.const 1) (i32.const 0)", "(i32.const 2) (i32.const 0)").as_bytes(),
    )]);
    let output = ahead(folder.path(), &["bench", "app.wat", "--runs", "1", "--", "one"]);
    assert_eq!((output.exit, output.stderr.as_str()), (0, ""), "{}", output.stdout);
}
