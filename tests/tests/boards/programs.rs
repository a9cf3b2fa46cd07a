//! Programs on boards that QEMU has: what comes out of the serial port, and the status.

use ahead_tests::target::Target;
use libtest_mimic::Failed;

use super::{Test, ahead, expect, folder};

/// By name.
pub const TESTS: &[(&str, Test)] = &[
    ("hello", hello),
    ("exit status", exit_status),
    ("traps have a backtrace and a status", traps),
    ("the guard catches stack overflow", stack_overflow),
    ("memory grows up to what the target gives", memory_grow),
    ("memory starts as zeros and data", memory_contents),
    ("unaligned accesses", unaligned),
    ("arguments and environment are part of the image", arguments),
    ("stdin comes from the port and ends", stdin),
    ("a packed folder is read", packed_folder),
    ("what a board cannot do is NOTSUP", not_supported),
    ("the monotonic clock runs", clock),
    ("random numbers follow from the seed", random),
    ("floats are rounded and not flushed", floats),
];

/// Runs `module` with `flags`.
fn run(
    board: &Target,
    module: &str,
    flags: &[&str],
    stdin: &[u8],
) -> Result<ahead_tests::process::Output, Failed> {
    let folder =
        folder(&[("app.wat", module), ("data/a.txt", "first"), ("data/sub/b.txt", "second file\n")])?;
    ahead(folder.path(), &[&["run", "app.wat", "--target", &board.name], flags].concat(), stdin)
}

/// Runs `module`, which must print `stdout` and end with `exit`. Both streams go through the port.
fn check(
    board: &Target,
    module: &str,
    flags: &[&str],
    stdin: &[u8],
    exit: i32,
    stdout: &str,
) -> Result<(), Failed> {
    let output = run(board, module, flags, stdin)?;
    expect(output.exit == exit && output.stdout == stdout, || format!("{output:?}\nnot {exit}, {stdout:?}"))
}

/// The text of a module with imports of WASI, a memory and helpers: `$print` writes bytes, `$code`
/// ends the program with a number as its status.
fn wasi(body: &str) -> String {
    format!(
        r#"(module
        (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
        (import "wasi_snapshot_preview1" "args_sizes_get" (func $args_sizes (param i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "args_get" (func $args (param i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "environ_sizes_get" (func $env_sizes (param i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "environ_get" (func $env (param i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "clock_time_get" (func $time (param i32 i64 i32) (result i32)))
        (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "path_open"
            (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "fd_readdir" (func $readdir (param i32 i32 i32 i64 i32) (result i32)))
        (import "wasi_snapshot_preview1" "path_filestat_get"
            (func $stat (param i32 i32 i32 i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "path_create_directory" (func $mkdir (param i32 i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "proc_raise" (func $raise (param i32) (result i32)))
        (import "wasi_snapshot_preview1" "sock_accept" (func $accept (param i32 i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "sock_recv"
            (func $recv (param i32 i32 i32 i32 i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "sock_send" (func $send (param i32 i32 i32 i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "sock_shutdown" (func $shutdown (param i32 i32) (result i32)))
        (memory (export "memory") 2)
        (func $print (param $at i32) (param $len i32)
            (i32.store (i32.const 60000) (local.get $at)) (i32.store (i32.const 60004) (local.get $len))
            (if (call $fd_write (i32.const 1) (i32.const 60000) (i32.const 1) (i32.const 60008)) (then (unreachable))))
        {body})"#
    )
}

fn hello(board: &Target) -> Result<(), Failed> {
    let module = wasi(
        r#"(data (i32.const 0) "hello\n") (func (export "_start") (call $print (i32.const 0) (i32.const 6)))"#,
    );
    check(board, &module, &[], b"", 0, "hello\n")
}

fn exit_status(board: &Target) -> Result<(), Failed> {
    check(board, &wasi(r#"(func (export "_start") (call $exit (i32.const 42)))"#), &[], b"", 42, "")
}

fn traps(board: &Target) -> Result<(), Failed> {
    let module = r#"(module (memory 1)
        (func $poke (param i32) (i32.store offset=4 (local.get 0) (i32.const 1)))
        (func $middle (param i32) (call $poke (local.get 0)))
        (func (export "poke") (param i32) (call $middle (local.get 0)))
        (func (export "divide") (param i32 i32) (result i32) (i32.div_s (local.get 0) (local.get 1)))
        (func (export "unreachable") (unreachable)))"#;
    check(board, module, &["--invoke", "poke", "--", "65528"], b"", 0, "")?;
    for (arguments, start) in [
        (&["poke", "--", "65529"][..], "wasm trap: out of bounds memory access\n  0: poke (app.wat+0x"),
        (&["poke", "--", "-1"], "wasm trap: out of bounds memory access\n  0: poke (app.wat+0x"),
        (&["divide", "--", "1", "0"], "wasm trap: integer divide by zero\n  0: divide (app.wat+0x"),
        (&["unreachable"], "wasm trap: unreachable\n  0: unreachable (app.wat+0x"),
    ] {
        let output = run(board, module, &[&["--invoke"], arguments].concat(), b"")?;
        let ends = !start.contains("poke") || output.stdout.ends_with("  1: middle\n  2: poke\n");
        expect(output.exit == 134 && output.stdout.starts_with(start) && ends, || format!("{output:?}"))?;
    }
    Ok(())
}

fn stack_overflow(board: &Target) -> Result<(), Failed> {
    let module = r#"(module (func $deep (param i32) (result i32)
            (i32.add (i32.const 1) (call $deep (i32.add (local.get 0) (i32.const 1)))))
        (func (export "_start") (drop (call $deep (i32.const 0)))))"#;
    let output = run(board, module, &[], b"")?;
    let start = "wasm trap: call stack exhausted\n  0: deep\n";
    expect(output.exit == 134 && output.stdout.starts_with(start), || format!("{output:?}"))
}

fn memory_grow(board: &Target) -> Result<(), Failed> {
    // 0x0400_0000 bytes in the files of both boards: 1024 pages.
    let module = r#"(module (memory 1)
        (func (export "grow") (param i32) (result i32 i32 i32)
            (memory.grow (local.get 0))
            (memory.size)
            (i32.load (i32.sub (i32.shl (memory.size) (i32.const 16)) (i32.const 4)))))"#;
    check(board, module, &["--invoke", "grow", "--", "1023"], b"", 0, "1\n1024\n0\n")?;
    check(board, module, &["--invoke", "grow", "--", "1024"], b"", 0, "-1\n1\n0\n")
}

fn memory_contents(board: &Target) -> Result<(), Failed> {
    let module = r#"(module (memory 1) (data (i32.const 100) "\01\02\03\04") (global $last (mut i32) (i32.const 7))
        (func (export "sum") (result i32) (local $at i32) (local $sum i32)
            (loop $next
                (local.set $sum (i32.add (local.get $sum) (i32.load8_u (local.get $at))))
                (br_if $next (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 1))) (i32.const 65536))))
            (i32.add (local.get $sum) (global.get $last))))"#;
    check(board, module, &["--invoke", "sum"], b"", 0, "17\n")
}

fn unaligned(board: &Target) -> Result<(), Failed> {
    let module = r#"(module (memory 1)
        (func (export "each") (result i64) (local $at i32) (local $sum i64)
            (loop $next
                (i64.store (local.get $at) (i64.const 0x0102030405060708))
                (f64.store offset=64 (local.get $at) (f64.load (local.get $at)))
                (i32.store16 offset=67 (local.get $at) (i32.load16_s offset=2 (local.get $at)))
                (local.set $sum (i64.add (local.get $sum) (i64.load offset=64 (local.get $at))))
                (br_if $next (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 1))) (i32.const 8))))
            (local.get $sum)))"#;
    // Bytes 3 and 4 of the eight become bytes 2 and 3: 0x0102030506060708.
    check(board, module, &["--invoke", "each"], b"", 0, &format!("{}\n", 8 * 0x0102_0305_0606_0708_u64))
}

fn arguments(board: &Target) -> Result<(), Failed> {
    let module = wasi(
        r#"(func (export "_start") (local $len i32)
        (drop (call $args_sizes (i32.const 0) (i32.const 4))) (drop (call $args (i32.const 100) (i32.const 1000)))
        (call $print (i32.const 1000) (i32.load (i32.const 4)))
        (drop (call $env_sizes (i32.const 0) (i32.const 4))) (drop (call $env (i32.const 100) (i32.const 1000)))
        (call $print (i32.const 1000) (i32.load (i32.const 4))))"#,
    );
    check(board, &module, &[], b"", 0, "app\0")?;
    check(board, &module, &["--env", "KEY=value", "--", "one", "two"], b"", 0, "app\0one\0two\0KEY=value\0")
}

fn stdin(board: &Target) -> Result<(), Failed> {
    let module = wasi(
        r#"(func (export "_start")
        (loop $more
            (i32.store (i32.const 0) (i32.const 1000)) (i32.store (i32.const 4) (i32.const 100))
            (if (call $fd_read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)) (then (unreachable)))
            (call $print (i32.const 1000) (i32.load (i32.const 8)))
            (br_if $more (i32.load (i32.const 8)))))"#,
    );
    let long = "0123456789abcdef\n".repeat(40);
    check(board, &module, &[], long.as_bytes(), 0, &long)?;
    check(board, &module, &[], b"", 0, "")
}

fn packed_folder(board: &Target) -> Result<(), Failed> {
    // Opens and prints a file by a path with `..` in it; the size of another; the names in the folder.
    let module = wasi(
        r#"
        (data (i32.const 0) "sub/../sub/b.txt") (data (i32.const 32) "a.txt")
        (func (export "_start") (local $at i32)
            (if (call $open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 16) (i32.const 0)
                (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 64)) (then (unreachable)))
            (i32.store (i32.const 72) (i32.const 1000)) (i32.store (i32.const 76) (i32.const 100))
            (if (call $fd_read (i32.load (i32.const 64)) (i32.const 72) (i32.const 1) (i32.const 80)) (then (unreachable)))
            (call $print (i32.const 1000) (i32.load (i32.const 80)))
            (if (call $stat (i32.const 3) (i32.const 0) (i32.const 32) (i32.const 5) (i32.const 1000)) (then (unreachable)))
            (i32.store8 (i32.const 1000) (i32.add (i32.const 48) (i32.load (i32.const 1032))))
            (i32.store8 (i32.const 1001) (i32.const 10))
            (call $print (i32.const 1000) (i32.const 2))
            (if (call $readdir (i32.const 3) (i32.const 1000) (i32.const 1000) (i64.const 0) (i32.const 80)) (then (unreachable)))
            (local.set $at (i32.const 1000))
            (loop $next
                (call $print (i32.add (local.get $at) (i32.const 24)) (i32.load offset=16 (local.get $at)))
                (i32.store8 (i32.const 90) (i32.const 10))
                (call $print (i32.const 90) (i32.const 1))
                (local.set $at (i32.add (i32.add (local.get $at) (i32.const 24)) (i32.load offset=16 (local.get $at))))
                (br_if $next (i32.lt_u (local.get $at) (i32.add (i32.const 1000) (i32.load (i32.const 80))))))
            (call $exit (call $open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 3)
                (i32.const 0) (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 64))))"#,
    );
    // The last one is `sub` itself, which is there.
    check(board, &module, &["--dir", "data::/"], b"", 0, "second file\n5\n.\n..\na.txt\nsub\n")
}

fn not_supported(board: &Target) -> Result<(), Failed> {
    const NOTSUP: &str = "58";
    const NOTCAPABLE: &str = "76";
    for (call, exit) in [
        ("(call $mkdir (i32.const 3) (i32.const 0) (i32.const 3))", NOTSUP),
        ("(call $raise (i32.const 6))", NOTSUP),
        ("(call $time (i32.const 0) (i64.const 0) (i32.const 0))", NOTSUP),
        ("(call $random (i32.const 0) (i32.const 8))", NOTSUP),
        ("(call $accept (i32.const 0) (i32.const 0) (i32.const 0))", NOTSUP),
        (
            "(call $recv (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 4))",
            NOTSUP,
        ),
        ("(call $send (i32.const 1) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0))", NOTSUP),
        ("(call $shutdown (i32.const 0) (i32.const 3))", NOTSUP),
        // To write, to create, and out of the folder.
        (
            "(call $open (i32.const 3) (i32.const 0) (i32.const 16) (i32.const 5) (i32.const 0) (i64.const 64) (i64.const 0) (i32.const 0) (i32.const 64))",
            NOTSUP,
        ),
        (
            "(call $open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 3) (i32.const 1) (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 64))",
            NOTSUP,
        ),
        (
            "(call $open (i32.const 3) (i32.const 0) (i32.const 32) (i32.const 8) (i32.const 0) (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 64))",
            NOTCAPABLE,
        ),
    ] {
        let module = wasi(&format!(
            r#"(data (i32.const 0) "new") (data (i32.const 16) "a.txt") (data (i32.const 32) "../a.txt")
            (func (export "_start") (call $exit {call}))"#
        ));
        check(board, &module, &["--dir", "data::/"], b"", exit.parse().expect("a number"), "")
            .map_err(|error| Failed::from(format!("{call}: {}", error.message().unwrap_or_default())))?;
    }
    Ok(())
}

fn clock(board: &Target) -> Result<(), Failed> {
    // Waits 20 ms by the clock, and exits with 0 if the clock says 20 ms to 20 s have gone.
    let module = wasi(
        r#"(func (export "_start") (local $start i64)
        (if (call $time (i32.const 1) (i64.const 0) (i32.const 0)) (then (call $exit (i32.const 1))))
        (local.set $start (i64.load (i32.const 0)))
        (i32.store (i32.const 116) (i32.const 1)) (i64.store (i32.const 124) (i64.const 20000000))
        (if (call $poll (i32.const 100) (i32.const 200) (i32.const 1) (i32.const 300)) (then (call $exit (i32.const 2))))
        (if (call $time (i32.const 1) (i64.const 0) (i32.const 0)) (then (call $exit (i32.const 3))))
        (local.set $start (i64.sub (i64.load (i32.const 0)) (local.get $start)))
        (if (i64.lt_s (local.get $start) (i64.const 20000000)) (then (call $exit (i32.const 4))))
        (if (i64.gt_s (local.get $start) (i64.const 20000000000)) (then (call $exit (i32.const 5)))))"#,
    );
    check(board, &module, &[], b"", 0, "")
}

fn random(board: &Target) -> Result<(), Failed> {
    let module = wasi(
        r#"(func (export "_start")
        (if (call $random (i32.const 3) (i32.const 13)) (then (unreachable)))
        (call $exit (i32.and (i32.load8_u (i32.const 3)) (i32.const 255))))"#,
    );
    let status = |seed: &str| {
        let output = run(board, &module, &["--seed", seed], b"")?;
        expect(output.stderr.contains("warning: all random numbers"), || format!("{output:?}"))?;
        Ok::<_, Failed>(output.exit)
    };
    let without = run(board, &module, &[], b"")?;
    let warned = without.stderr.contains("has no source of them: `random_get` will answer NOTSUP");
    expect(warned && without.exit == 134, || format!("{without:?}"))?;
    let denied = run(board, &module, &["--deny", "random"], b"")?;
    expect(!denied.stderr.contains("no source"), || format!("{denied:?}"))?;
    let (seven, eight) = (status("7")?, status("8")?);
    expect(seven != eight && status("7")? == seven, || format!("{seven}, {eight}"))
}

fn floats(board: &Target) -> Result<(), Failed> {
    let module = r#"(module (func (export "f") (param f64 f64) (result f64 f64)
        (f64.div (local.get 0) (local.get 1)) (f64.mul (f64.const 1e-310) (local.get 0))))"#;
    check(board, module, &["--invoke", "f", "--", "1", "3"], b"", 0, &format!("{}\n{}\n", 1.0 / 3.0, 1e-310))
}
