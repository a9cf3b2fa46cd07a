//! Programs launched in odd ways: closed descriptors, broken pipes, other names, missing folders.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};

use ahead_tests::{build, repository};

use super::{NOTHING, ahead, built, folder, names, run};

/// Prints argv[0].
const NAME: &str = r#"(module
    (import "wasi_snapshot_preview1" "args_get" (func $args_get (param i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
    (memory (export "memory") 1)
    (func (export "_start") (local $end i32)
      (drop (call $args_get (i32.const 0) (i32.const 1024)))
      (local.set $end (i32.const 1024))
      (loop $next (if (i32.load8_u (local.get $end))
        (then (local.set $end (i32.add (local.get $end) (i32.const 1))) (br $next))))
      (i32.store (i32.const 16) (i32.const 1024))
      (i32.store (i32.const 20) (i32.sub (local.get $end) (i32.const 1024)))
      (drop (call $fd_write (i32.const 1) (i32.const 16) (i32.const 1) (i32.const 24)))))"#;

/// Writes to stdout; the errno is its exit status.
const WRITE: &str = r#"(module
    (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
    (memory (export "memory") 1) (data (i32.const 0) "\08\00\00\00\02\00\00\00hi")
    (func (export "_start")
      (call $proc_exit (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16)))))"#;

/// `errno.pipe` of WASI preview 1.
const PIPE: i32 = 64;

#[test]
fn argv_0_is_the_name_it_was_launched_by() {
    let folder = folder(&[]);
    let program = built(folder.path(), NAME, &[]);
    symlink("app", folder.path().join("other")).expect("the folder is ours");
    let launched = |command: &mut Command| run(command.current_dir(folder.path())).stdout;
    assert_eq!(launched(&mut Command::new("./app")), "./app");
    assert_eq!(launched(&mut Command::new("./other")), "./other");
    assert_eq!(launched(&mut Command::new(&program)), program.to_string_lossy());
    assert_eq!(launched(Command::new(&program).arg0("zork")), "zork");
}

#[test]
fn a_broken_pipe_is_an_errno_not_a_signal() {
    let folder = folder(&[]);
    let program = built(folder.path(), WRITE, &[]);
    let (reader, writer) = std::io::pipe().expect("there are descriptors left");
    drop(reader);
    let status = Command::new(program).stdout(writer).status().expect("it starts");
    assert_eq!(status.code(), Some(PIPE), "{status}");
}

#[test]
fn closed_descriptors_are_filled_before_anything_is_opened() {
    let folder = folder(&[("text.txt", b"one two\n")]);
    let module = repository().join("examples/wordcount.wasm");
    let build = ["build", &module.to_string_lossy(), "--dir", ".::/"];
    assert_eq!(ahead(folder.path(), &build).exit, 0);
    for closed in ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"] {
        let mut command = Command::new("sh");
        let output = run(command
            .current_dir(folder.path())
            .args(["-c", &format!("exec ./wordcount /text.txt {closed}")]));
        assert_eq!(output.exit, 0, "{closed}: {}", output.stderr);
        let shown = if closed.contains(" >") || closed.starts_with('>') {
            ""
        } else {
            "      1       2       8 /text.txt\n"
        };
        assert_eq!(output.stdout, shown, "{closed}");
        assert_eq!(
            fs::read(folder.path().join("text.txt")).expect("it is still there"),
            b"one two\n",
            "{closed}"
        );
    }
}

#[test]
fn a_missing_folder_is_an_error_that_names_the_flag() {
    let folder = folder(&[]);
    fs::create_dir(folder.path().join("data")).expect("the folder is ours");
    let wasi = r#"(module (import "wasi_snapshot_preview1" "fd_prestat_get" (func (param i32 i32) (result i32)))
        (memory (export "memory") 1) (func (export "_start") (drop (call 0 (i32.const 3) (i32.const 0)))))"#;
    let program = built(folder.path(), wasi, &["--dir", "data"]);
    assert_eq!(run(Command::new(&program).current_dir(folder.path())).exit, 0);
    fs::remove_dir(folder.path().join("data")).expect("the folder is ours");
    let output = run(Command::new(&program).current_dir(folder.path()));
    assert_ne!(output.exit, 0);
    assert!(output.stderr.contains("--dir") && output.stderr.contains("data"), "{}", output.stderr);
}

#[test]
fn ahead_run_builds_once_and_passes_arguments_and_status() {
    let folder = folder(&[]);
    let echo =
        r#"(module (func (export "f") (param i32) (result i32) (i32.div_u (i32.const 100) (local.get 0))))"#;
    fs::write(folder.path().join("f.wat"), echo).expect("the folder is ours");
    let cache = folder.path().join("cache");
    let f = |arg: &str| {
        let mut command = Command::new(build::ahead());
        command.current_dir(folder.path()).env("XDG_CACHE_HOME", &cache);
        run(command.args(["run", "f.wat", "--invoke", "f", "--", arg]))
    };
    assert_eq!((f("5").stdout, f("7").stdout), ("20\n".to_owned(), "14\n".to_owned()));
    assert_eq!(f("0").exit, 134);
    assert_eq!(names(&cache.join("ahead")).len(), 1);
}

#[test]
fn ahead_run_builds_anew_what_is_not_whole() {
    let folder = folder(&[("app.wat", WRITE.as_bytes())]);
    let cache = folder.path().join("cache");
    let check = |what: &str| {
        let mut command = Command::new(build::ahead());
        command.current_dir(folder.path()).env("XDG_CACHE_HOME", &cache).args(["run", "app.wat"]);
        let output = run(&mut command);
        assert_eq!((output.exit, output.stdout.as_str(), output.stderr.as_str()), (0, "hi", ""), "{what}");
    };
    check("at first");
    let names = names(&cache.join("ahead"));
    let [name] = names.as_slice() else { panic!("one file, not {names:?}") };
    let path = cache.join("ahead").join(name);
    let whole = fs::read(&path).expect("it was written");
    // Written over in place: the file may be executed, as before.
    for len in [0, 4, 64, whole.len() / 2, whole.len() - 1] {
        fs::write(&path, &whole[..len]).expect("the folder is ours");
        check(&format!("{len} bytes"));
        assert!(fs::read(&path).expect("it was written") == whole, "{len} bytes");
    }
    fs::write(&path, "echo junk").expect("the folder is ours");
    check("a script");
    fs::write(&path, fs::read("/bin/true").expect("it is there")).expect("the folder is ours");
    check("another program");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("the folder is ours");
    check("no execution");
}

#[test]
fn ahead_run_works_without_a_place_for_its_cache() {
    let folder = folder(&[("app.wat", NOTHING.as_bytes())]);
    let mut command = Command::new(build::ahead());
    command.current_dir(folder.path()).env("XDG_CACHE_HOME", "/proc/nowhere").args(["run", "app.wat"]);
    let output = run(command.stdin(Stdio::null()));
    assert_eq!((output.exit, output.stderr.as_str()), (0, ""));
}

/// Gets all variables where there is room for them, and prints their count and how many bytes they have;
/// before that it tries without room, whose errno is the exit status.
const VARIABLES: &str = r#"(module
    (import "wasi_snapshot_preview1" "environ_sizes_get" (func $sizes (param i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "environ_get" (func $environ (param i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
    (memory (export "memory") 1)
    (func (export "_start") (local $errno i32)
      (drop (call $sizes (i32.const 0) (i32.const 4)))
      (local.set $errno (call $environ (i32.const 1024) (i32.const 2048)))
      (if (i64.ne (i64.load (i32.const 1024)) (i64.const 0)) (then (unreachable)))
      (drop (memory.grow (i32.const 64)))
      (if (call $environ (i32.const 1024) (i32.const 65536)) (then (unreachable)))
      ;; The bytes as they came, after the addresses.
      (i32.store (i32.const 8) (i32.const 65536)) (i32.store (i32.const 12) (i32.load (i32.const 4)))
      (drop (call $fd_write (i32.const 1) (i32.const 8) (i32.const 1) (i32.const 16)))
      (call $proc_exit (local.get $errno))))"#;

#[test]
fn a_huge_environment_comes_whole_or_not_at_all() {
    const FAULT: i32 = 21;
    let folder = folder(&[]);
    let mut command = Command::new(built(folder.path(), VARIABLES, &["--inherit-env"]));
    let variables: Vec<(String, String)> =
        (0..700).map(|index| (format!("NAME{index:04}"), "v".repeat(2000))).collect();
    let output = run(command.env_clear().envs(variables.iter().cloned()));
    assert_eq!((output.exit, output.stderr.as_str()), (FAULT, ""));
    let whole: String = variables.iter().map(|(name, value)| format!("{name}={value}\0")).collect();
    assert!(output.stdout == whole, "{} bytes of {}", output.stdout.len(), whole.len());
}
