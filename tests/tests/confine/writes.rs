//! Programs that only write: in seccomp's strict mode they see and print what they do without.

use std::fs;
use std::path::Path;
use std::process::Command;

use ahead_abi::trap::TRAP_EXIT_STATUS;
use ahead_tests::process::Output;

use super::calls::forbidden;
use super::{built, faulty, folder, run};

const SIGKILL: i32 = 9;

/// Looks at its three descriptors, seeks them, and prints what it was told; then prints lists of buffers that a
/// pipe takes at once, and larger ones, and how much of them was written.
const PRINTS: &str = r#"(module
    (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "fd_fdstat_get" (func $fdstat (param i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "fd_tell" (func $tell (param i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "fd_seek" (func $seek (param i32 i64 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
    (memory (export "memory") 4)
    (global $told (mut i32) (i32.const 4096))
    (global $listed (mut i32) (i32.const 0))
    (func $tell_of (param $number i32)
      (i32.store (global.get $told) (local.get $number))
      (global.set $told (i32.add (global.get $told) (i32.const 4))))
    (func $list (param $address i32) (param $len i32)
      (i32.store offset=1024 (i32.shl (global.get $listed) (i32.const 3)) (local.get $address))
      (i32.store offset=1028 (i32.shl (global.get $listed) (i32.const 3)) (local.get $len))
      (global.set $listed (i32.add (global.get $listed) (i32.const 1))))
    (func $write (local $errno i32)
      (local.set $errno (call $fd_write (i32.const 1) (i32.const 1024) (global.get $listed) (i32.const 1000)))
      (if (local.get $errno) (then (call $exit (local.get $errno))))
      (call $tell_of (i32.load (i32.const 1000)))
      (global.set $listed (i32.const 0)))
    ;; The errno of a call, and 24 bytes that it may have filled.
    (func $next (result i32) (i32.add (global.get $told) (i32.const 4)))
    (func $filled (param $errno i32)
      (call $tell_of (local.get $errno))
      (global.set $told (i32.add (global.get $told) (i32.const 24))))
    (func $look (param $fd i32)
      (call $filled (call $fdstat (local.get $fd) (call $next)))
      (call $filled (call $tell (local.get $fd) (call $next)))
      (call $filled (call $seek (local.get $fd) (i64.const 3) (i32.const 1) (call $next)))
      (call $filled (call $seek (local.get $fd) (i64.const -9) (i32.const 0) (call $next)))
      (call $filled (call $seek (local.get $fd) (i64.const 0) (i32.const 7) (call $next))))
    (func (export "_start") (local $i i32)
      (loop $fill
        (i32.store8 offset=65536 (local.get $i) (i32.mul (local.get $i) (i32.const 167)))
        (br_if $fill (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 131072))))
      (call $look (i32.const 0)) (call $look (i32.const 1)) (call $look (i32.const 2)) (call $look (i32.const 3))
      (call $write)
      (call $list (i32.const 65536) (i32.const 0)) (call $write)
      (call $list (i32.const 65536) (i32.const 5)) (call $list (i32.const 70000) (i32.const 1)) (call $write)
      (call $list (i32.const 65536) (i32.const 4000)) (call $list (i32.const 80000) (i32.const 96)) (call $write)
      (call $list (i32.const 65537) (i32.const 4000)) (call $list (i32.const 80000) (i32.const 97)) (call $write)
      (call $list (i32.const 65536) (i32.const 99999)) (call $list (i32.const 3) (i32.const 0))
      (call $list (i32.const 90000) (i32.const 4097)) (call $write)
      (local.set $i (i32.const 0))
      (loop $many
        (call $list (i32.add (i32.const 65536) (local.get $i)) (i32.const 333))
        (br_if $many (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 100))))
      (call $write)
      (call $list (i32.const 4096) (i32.sub (global.get $told) (i32.const 4096))) (call $write)))"#;

/// How often it writes in the strict mode: five lists are no larger than a pipe takes at once; of three it takes 2, 2
/// and 9 pieces.
const WRITES: usize = 18;

/// How the program is started, and whether all its descriptors are such that the strict mode is enough.
const STARTS: [(&str, &str, bool); 10] = [
    ("pipes", "exec \"$@\" 2>&1", true),
    ("nothing read", "exec \"$@\" </dev/null 2>/dev/null", true),
    ("nothing printed", "\"$@\" >/dev/null", true),
    ("closed", "exec \"$@\" <&- 2>&-", true),
    ("a terminal", "exec script -qec \"$*\" /dev/null </dev/null", true),
    ("a file read", "exec \"$@\" <app.wat", false),
    ("a file written", "\"$@\" >out; cat out", false),
    ("a file appended to", "cp app.wat out; \"$@\" >>out; cat out", false),
    ("a kernel before 5.16", "exec setarch --uname-2.6 \"$@\"", false),
    ("a file of errors", "exec \"$@\" 2>err", false),
];

/// What the program prints, started by `script`; in the folder `trace` is then what it called.
fn started(folder: &Path, script: &str, program: &Path) -> Result<Output, String> {
    let mut command = Command::new("bash");
    command.args(["-c", script, "bash", "strace", "-o", "trace"]).arg(program).current_dir(folder);
    run(&mut command)
}

/// Whatever it is started with, the program prints what one prints that is not confined. What was granted to it
/// it sees too.
pub fn print_the_same() -> Result<(), String> {
    let folder = folder();
    let free = folder.path().join("free");
    for grants in [&[][..], &["--dir", "."]] {
        let off = built(folder.path(), PRINTS, &[grants, &["--confine", "off"]].concat());
        fs::rename(off, &free).map_err(|error| error.to_string())?;
        let confined = built(folder.path(), PRINTS, &[grants, &["--confine", "strict"]].concat());
        for (name, script, is_enough) in STARTS {
            let (expected, found) =
                (started(folder.path(), script, &free)?, started(folder.path(), script, &confined)?);
            if expected.exit != 0 || expected != found {
                return Err(format!("{name}, {grants:?}: {expected:?} without, {found:?} with confinement"));
            }
            let trace = fs::read_to_string(folder.path().join("trace")).map_err(|error| error.to_string())?;
            let confines = |line: &&str| line.starts_with("seccomp(") && line.ends_with("= 0");
            let after: Vec<&str> = trace.lines().skip_while(|line| !confines(line)).collect();
            let [first, calls @ ..] = &after[..] else {
                return Err(format!("{name}: not confined:\n{trace}"));
            };
            let is_strict = first.contains("SECCOMP_SET_MODE_STRICT");
            let writes = calls.iter().filter(|line| line.starts_with("write(1, ")).count();
            // The last lines are of the end.
            let others = calls.len() - writes - 2;
            let is_expected = is_enough && grants.is_empty();
            if is_strict != is_expected || (is_strict && (writes, others) != (WRITES, 0)) {
                return Err(format!("{name}, {grants:?}: {writes} writes, {others} other calls:\n{trace}"));
            }
        }
    }
    Ok(())
}

/// A signal that comes just before the mode is there is handled in it: `strace` sends it.
pub fn say_that_time_is_over() -> Result<(), String> {
    let folder = folder();
    let program = built(folder.path(), PRINTS, &["--confine", "strict", "--wall-seconds", "1000"]);
    let mut strace = Command::new("strace");
    strace.args(["-o", "trace", "-e", "inject=seccomp:signal=SIGALRM"]).arg(program);
    let output = run(strace.current_dir(folder.path()))?;
    if output.exit == TRAP_EXIT_STATUS && output.stderr.contains("--wall-seconds 1000") {
        Ok(())
    } else {
        Err(format!("{output:?}"))
    }
}

/// Why this system has no strict mode for a program, though it has filters; `None`: it has.
pub fn unavailable() -> Option<String> {
    let folder = folder();
    let program = built(folder.path(), PRINTS, &[]);
    let refused = match started(folder.path(), "exec \"$@\"", &program) {
        Ok(_) => {
            "this process has a filter of system calls already, or its kernel is older than 5.16".to_owned()
        }
        Err(error) => error,
    };
    let trace = fs::read_to_string(folder.path().join("trace")).unwrap_or_default();
    let accepts = |line: &str| line.starts_with("seccomp(SECCOMP_SET_MODE_STRICT") && line.ends_with("= 0");
    (!trace.lines().any(accepts)).then_some(refused)
}

/// In the strict mode, any call of another kind kills.
pub fn killed_by_forbidden_calls() -> Result<(), String> {
    let module = r#"(module (import "wasi_snapshot_preview1" "fd_tell" (func (param i32 i32) (result i32)))
        (memory (export "memory") 1)
        (func (export "_start") (drop (call 0 (i32.const 1) (i32.const 0)))))"#;
    let folder = folder();
    let program = faulty(folder.path(), module, &["--confine", "strict"])?;
    for (what, args) in forbidden() {
        let exit = run(Command::new(&program).args(&args))?.exit;
        if exit != -SIGKILL {
            return Err(format!("{what}: exit {exit}"));
        }
    }
    let write_nothing =
        if cfg!(target_arch = "x86_64") { ["1", "1", "0", "0"] } else { ["64", "1", "0", "0"] };
    let exit = run(Command::new(&program).args(write_nothing))?.exit;
    if exit == 0 { Ok(()) } else { Err(format!("writing: exit {exit}")) }
}
