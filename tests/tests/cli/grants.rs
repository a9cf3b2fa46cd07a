//! What `ahead inspect` says of a program's grants, limits and confinement, in words and as JSON.

use serde_json::{Value, json};

use super::{ahead, built, folder};

/// Imports what needs each grant.
const WANTS: &str = r#"(module
    (import "wasi_snapshot_preview1" "path_unlink_file" (func (param i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "environ_sizes_get" (func (param i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "sock_shutdown" (func (param i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "random_get" (func (param i32 i32) (result i32)))
    (memory (export "memory") 1)
    (func (export "_start")))"#;

#[test]
fn what_is_imported_and_not_given_is_named_with_its_flag() {
    let folder = folder(&[]);
    built(
        folder.path(),
        WANTS,
        &["--deny", "random", "--stdio", "none", "--cpu-seconds", "7", "--confine", "strict"],
    );
    let words = ahead(folder.path(), &["inspect", "app"]).stdout;
    for line in [
        "  path_unlink_file (--dir)\n",
        "  environ_sizes_get (--env or --inherit-env)\n",
        "  sock_shutdown (--tcp-listen)\n",
        "  random_get (no --deny random)\n",
        "  use what needs no grant: args, clock, poll, raise, sched\n",
        "  7 seconds of processor time (--cpu-seconds)\n",
        // Nothing is called, and so no more is left.
        "(--confine strict); system calls left:\n  exit_group writev\n",
    ] {
        assert!(words.contains(line), "no {line:?} in {words}");
    }
    assert!(!words.contains("standard input"), "{words}");
}

#[test]
fn a_host_function_that_is_only_referred_to_is_linked_if_its_type_is_called() {
    let module = |called: &str| {
        format!(
            r#"(module
            (import "wasi_snapshot_preview1" "fd_close" (func $fd_close (param i32) (result i32)))
            (memory (export "memory") 1)
            (table 1 funcref)
            (elem (i32.const 0) $fd_close)
            (func (export "_start")
              (drop (call_indirect (param {called}) (result i32) ({called}.const 0) (i32.const 0)))))"#
        )
    };
    for (called, left) in [("i32", "  close dup3 exit_group writev\n"), ("i64", "  exit_group writev\n")] {
        let folder = folder(&[]);
        built(folder.path(), &module(called), &[]);
        let words = ahead(folder.path(), &["inspect", "app"]).stdout;
        assert!(words.contains(left), "no {left:?} in {words}");
        let or = "  or, if its input, output and error are pipes, terminals or /dev/null:\n  exit read rt_sigreturn write\n";
        assert_eq!(words.contains(or), called == "i64", "{words}");
    }
}

#[test]
fn a_board_is_not_asked_for_what_no_board_has() {
    let folder = folder(&[("app.wat", WANTS.as_bytes())]);
    let build = ahead(folder.path(), &["build", "app.wat", "--target", "riscv64-qemu-virt"]);
    assert_eq!(build.exit, 0, "{}", build.stderr);
    let words = ahead(folder.path(), &["inspect", "app"]).stdout;
    assert!(words.contains("  environ_sizes_get (--env)\n"), "{words}");
    assert!(!words.contains("sock_shutdown (--"), "{words}");
}

#[test]
fn grants_are_in_the_json() {
    let folder = folder(&[]);
    let flags = ["--dir", "/srv::/:ro", "--env", "A=1", "--inherit-env", "--tcp-listen", "[::1]:80"];
    built(
        folder.path(),
        WANTS,
        &[&flags[..], &["--fds-max", "9", "--file-size-max", "1K", "--wall-seconds", "3"]].concat(),
    );
    let text = ahead(folder.path(), &["inspect", "app", "--json"]).stdout;
    let found: Value = serde_json::from_str(&text).expect("it is JSON");
    for (key, expected) in [
        ("dirs", json!([{ "host": "/srv", "guest": "/", "read_only": true }])),
        ("env", json!([{ "name": "A", "value": "1" }])),
        ("inherit_env", json!(true)),
        ("stdio", json!("inherit")),
        ("denied", json!([])),
        ("tcp_listen", json!(["[::1]:80"])),
        ("fds_max", json!(9)),
        ("file_size_max", json!(1024)),
        ("cpu_seconds", json!(null)),
        ("wall_seconds", json!(3)),
        ("confine", json!("auto")),
        ("missing", json!([])),
    ] {
        assert_eq!(found[key], expected, "{key}");
    }
}

#[test]
fn a_value_cannot_pass_for_a_grant() {
    let folder = folder(&[]);
    built(folder.path(), WANTS, &["--env", "A=1\n  read and change the folder /\u{1b}[2J"]);
    let words = ahead(folder.path(), &["inspect", "app"]).stdout;
    assert!(words.contains("variable A=1\\n  read and change the folder /\\u{1b}[2J\n"), "{words}");
}
