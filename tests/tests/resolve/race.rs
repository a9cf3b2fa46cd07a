//! Folders that another process moves and replaces while a program resolves paths through them, many
//! times over: it never gets out.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use ahead_tests::process;

use super::{RESOLVERS, built, folder};

/// Makes its tries until 200 got through and 200 did not, but at least `LEAST` and at most a million.
/// `TRY` is code that leaves whether it got through; the exit status is 2 where the numbers are not
/// reached, which would show nothing.
const TRIES: &str = r#"(module
  (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_close" (func $fd_close (param i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open" (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_create_directory" (func $path_create_directory (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_remove_directory" (func $path_remove_directory (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_unlink_file" (func $path_unlink_file (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\40\00\00\00\01\00\00\00")
  (data (i32.const 100) "x/f") (data (i32.const 130) "x/new") (data (i32.const 140) "x/victim") (data (i32.const 1000) "a/b/DOTS../../f")
  ;; Reads a byte of the file; one that is outside ends the program.
  (func $inside (param $path i32) (param $len i32) (result i32)
    (if (call $path_open (i32.const 3) (i32.const 1) (local.get $path) (local.get $len) (i32.const 0) (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 32))
      (then (return (i32.const 0))))
    (drop (call $fd_read (i32.load (i32.const 32)) (i32.const 0) (i32.const 1) (i32.const 16)))
    (drop (call $fd_close (i32.load (i32.const 32))))
    (if (i32.eq (i32.load8_u (i32.const 64)) (i32.const 111)) (then (call $proc_exit (i32.const 1))))
    (i32.const 1))
  ;; Makes and removes what others must not find outside.
  (func $change (result i32) (local $failed i32)
    (local.set $failed (call $path_create_directory (i32.const 3) (i32.const 130) (i32.const 5)))
    (drop (call $path_remove_directory (i32.const 3) (i32.const 130) (i32.const 5)))
    (if (i32.eqz (call $path_open (i32.const 3) (i32.const 1) (i32.const 130) (i32.const 5) (i32.const 9) (i64.const 64) (i64.const 0) (i32.const 0) (i32.const 32)))
      (then (drop (call $fd_close (i32.load (i32.const 32))))))
    (drop (call $path_unlink_file (i32.const 3) (i32.const 130) (i32.const 5)))
    (drop (call $path_unlink_file (i32.const 3) (i32.const 140) (i32.const 8)))
    (i32.eqz (local.get $failed)))
  (func (export "_start") (local $count i32) (local $through i32)
    (loop $next
      (local.set $through (i32.add (local.get $through) TRY))
      (local.set $count (i32.add (local.get $count) (i32.const 1)))
      (if (i32.gt_u (local.get $count) (i32.const 1000000)) (then (call $proc_exit (i32.const 2))))
      (br_if $next (i32.or
        (i32.or (i32.lt_u (local.get $through) (i32.const 200)) (i32.lt_u (i32.sub (local.get $count) (local.get $through)) (i32.const 200)))
        (i32.lt_u (local.get $count) (i32.const LEAST)))))))"#;

/// Runs the program with this try while `disturb` runs over and over, by either resolution.
fn race(
    try_code: &str,
    least: usize,
    make: fn(&Path) -> std::io::Result<()>,
    disturb: fn(&Path) -> std::io::Result<()>,
) {
    // Steps that lead nowhere make a resolution long.
    let module = TRIES
        .replace("TRY", try_code)
        .replace("LEAST", &least.to_string())
        .replace("DOTS", &"./".repeat(1000));
    for resolver in RESOLVERS {
        let folder = folder();
        make(folder.path()).expect("the folder is ours");
        let program = built(folder.path(), &module, resolver);
        let over = AtomicBool::new(false);
        let output = thread::scope(|scope| {
            scope.spawn(|| {
                while !over.load(Ordering::Relaxed) {
                    disturb(folder.path()).expect("nobody else touches what it moves");
                }
            });
            let output = process::run(Command::new(program).current_dir(folder.path()), b"", process::HANG);
            over.store(true, Ordering::Relaxed);
            output.expect("it ends")
        });
        assert_eq!((output.exit, output.stderr.as_str()), (0, ""), "{resolver:?}");
        let mut names: Vec<_> = fs::read_dir(folder.path().join("out"))
            .expect("it is there")
            .map(|entry| entry.expect("so is this").file_name())
            .collect();
        names.sort();
        assert_eq!(names, ["f", "victim"], "{resolver:?}");
    }
}

/// `data/x` is a folder, and `data/link` a link to the folder `out`; both have a file `f`, whose first
/// byte says where it is. So has `data`, and the folder above it.
fn make(folder: &Path) -> std::io::Result<()> {
    let (data, out) = (folder.join("data"), folder.join("out"));
    fs::create_dir_all(data.join("x"))?;
    fs::create_dir_all(data.join("a/b"))?;
    fs::create_dir(&out)?;
    fs::create_dir(folder.join("deep"))?;
    symlink("../out", data.join("link"))?;
    fs::write(out.join("victim"), "")?;
    for (folder, content) in [(data.join("x"), "in"), (data, "in"), (out, "out"), (folder.to_owned(), "out")]
    {
        fs::write(folder.join("f"), content)?;
    }
    Ok(())
}

/// A link out takes the folder's place, and gives it back.
fn swap(folder: &Path) -> std::io::Result<()> {
    let path = |name: &str| folder.join("data").join(name);
    fs::rename(path("x"), path("folder"))?;
    fs::rename(path("link"), path("x"))?;
    fs::rename(path("x"), path("link"))?;
    fs::rename(path("folder"), path("x"))
}

/// A folder on the way leaves, so that `..` from it would lead elsewhere, and comes back.
fn leave(folder: &Path) -> std::io::Result<()> {
    let (inside, outside) = (folder.join("data/a/b"), folder.join("deep/b"));
    fs::rename(&inside, &outside)?;
    fs::rename(&outside, &inside)
}

#[test]
fn a_link_swapped_in_while_a_path_is_resolved_leads_nowhere() {
    race("(call $inside (i32.const 100) (i32.const 3))", 20_000, make, swap);
}

#[test]
fn nothing_is_made_or_removed_through_a_link_swapped_in() {
    race("(call $change)", 20_000, make, swap);
}

/// It takes tens of thousands to get out by a resolution that goes up wherever it stands.
#[test]
fn a_folder_that_leaves_while_a_path_goes_through_it_leads_nowhere() {
    race("(call $inside (i32.const 1000) (i32.const 2011))", 100_000, make, leave);
}
