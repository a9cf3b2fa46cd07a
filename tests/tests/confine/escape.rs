//! A program whose path resolution is broken: it tries to read, write, create, remove and rename
//! outside its folder, and the kernel's answers are looked at.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use super::{faulty, folder, run};

/// What is tried, as calls of functions of WASI on the strings below: each tells its errno. A way
/// out by `..`, by an absolute path and by a symbolic link.
const TRIES: [(&str, &str); 14] = [
    ("read", "(call $open (call $s0) (i32.const 0) (i64.const 2))"),
    ("read by an absolute path", "(call $open (call $s1) (i32.const 0) (i64.const 2))"),
    ("read by a link", "(call $open (call $s2) (i32.const 0) (i64.const 2))"),
    ("write", "(call $open (call $s0) (i32.const 0) (i64.const 64))"),
    ("cut", "(call $open (call $s0) (i32.const 8) (i64.const 64))"),
    ("create", "(call $open (call $s3) (i32.const 1) (i64.const 64))"),
    ("list", "(call $open (call $s4) (i32.const 2) (i64.const 16384))"),
    ("create a folder", "(call $path_create_directory (i32.const 3) (call $s3))"),
    ("create a link", "(call $path_symlink (call $s5) (i32.const 3) (call $s3))"),
    ("link out", "(call $path_link (i32.const 3) (i32.const 0) (call $s5) (i32.const 3) (call $s3))"),
    ("rename out", "(call $path_rename (i32.const 3) (call $s5) (i32.const 3) (call $s3))"),
    ("rename in", "(call $path_rename (i32.const 3) (call $s0) (i32.const 3) (call $s6))"),
    ("remove", "(call $path_unlink_file (i32.const 3) (call $s0))"),
    ("remove a folder", "(call $path_remove_directory (i32.const 3) (call $s7))"),
];

/// The program that makes try `index`: its exit status is the errno.
fn program(outside: &Path, try_call: &str) -> String {
    let absolute = outside.join("secret");
    let strings = [
        "../out/secret",
        &absolute.to_string_lossy(),
        "link",
        "../out/new",
        "../out",
        "own",
        "stolen",
        "../out/folder",
    ];
    let mut data = String::new();
    for (index, string) in strings.iter().enumerate() {
        let at = 1024 + 256 * index;
        let len = string.len();
        writeln!(data, "(data (i32.const {at}) \"{string}\") (func $s{index} (result i32 i32) (i32.const {at}) (i32.const {len}))")
            .expect("strings grow");
    }
    format!(
        r#"(module
  (import "wasi_snapshot_preview1" "path_create_directory" (func $path_create_directory (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_link" (func $path_link (param i32 i32 i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open" (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_remove_directory" (func $path_remove_directory (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_rename" (func $path_rename (param i32 i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_symlink" (func $path_symlink (param i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_unlink_file" (func $path_unlink_file (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  {data}
  (func $open (param $path i32) (param $len i32) (param $oflags i32) (param $rights i64) (result i32)
    (call $path_open (i32.const 3) (i32.const 1) (local.get $path) (local.get $len) (local.get $oflags) (local.get $rights) (i64.const 0) (i32.const 0) (i32.const 0)))
  (func (export "_start") (call $proc_exit {try_call})))"#
    )
}

/// Makes each try in a fresh tree; answers what it was, its errno, and whether the tree is as it was.
fn tries(confine: &str) -> Result<Vec<(&'static str, i32, bool)>, String> {
    let mut outcomes = Vec::new();
    for (name, call) in TRIES {
        let folder = folder();
        let (own, out) = (folder.path().join("data"), folder.path().join("out"));
        let made = fs::create_dir_all(&own)
            .and_then(|()| fs::create_dir_all(out.join("folder")))
            .and_then(|()| fs::write(out.join("secret"), "secret"))
            .and_then(|()| fs::write(own.join("own"), "own"))
            .and_then(|()| std::os::unix::fs::symlink("../out/secret", own.join("link")));
        made.map_err(|error| error.to_string())?;
        let program =
            faulty(folder.path(), &program(&out, call), &["--dir", "data::/", "--confine", confine])?;
        let output = run(std::process::Command::new(program).current_dir(folder.path()))?;
        let mut names: Vec<String> = fs::read_dir(&out)
            .map_err(|error| error.to_string())?
            .flatten()
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        let same = names == ["folder", "secret"]
            && fs::read(out.join("secret")).is_ok_and(|content| content == b"secret")
            && fs::read(own.join("own")).is_ok_and(|content| content == b"own");
        outcomes.push((name, output.exit, same));
    }
    Ok(outcomes)
}

/// With confinement each try fails, and nothing outside has changed.
pub fn is_refused() -> Result<(), String> {
    let got_out: Vec<_> =
        tries("strict")?.into_iter().filter(|(_, errno, same)| *errno <= 0 || !same).collect();
    if got_out.is_empty() { Ok(()) } else { Err(format!("got out: {got_out:?}")) }
}

/// Without it each try works: the resolution is as broken as the test needs it.
pub fn works_unconfined() -> Result<(), String> {
    let failed: Vec<_> = tries("off")?.into_iter().filter(|(_, errno, _)| *errno != 0).collect();
    if failed.is_empty() { Ok(()) } else { Err(format!("did not get out: {failed:?}")) }
}
