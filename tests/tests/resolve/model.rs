//! Random trees and paths: what a program finds, by either resolution, against what the model says.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use super::random::Random;
use super::tree::{LOOP, Node};
use super::{RESOLVERS, built, folder};

/// Trees that are tried, and paths in each.
const TREES: u64 = 60;
const PATHS: usize = 200;
/// Calls for each path.
const CALLS: usize = 5;

/// Reads paths, each after its length in a byte. For each it tells what five calls find: errno, one
/// byte, and inode number, eight. `path_filestat_get` and `path_open`, without following and with, and
/// `path_create_directory`, which is undone.
const FINDS: &str = r#"(module
  (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_close" (func $fd_close (param i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_filestat_get" (func $fd_filestat_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_filestat_get" (func $path_filestat_get (param i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_create_directory" (func $path_create_directory (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_remove_directory" (func $path_remove_directory (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open" (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (memory (export "memory") 4)
  (global $out (mut i32) (i32.const 131072))
  (func $tell (param $errno i32)
    (i32.store8 (global.get $out) (local.get $errno))
    (i64.store offset=1 (global.get $out) (select (i64.const 0) (i64.load (i32.const 72)) (local.get $errno)))
    (global.set $out (i32.add (global.get $out) (i32.const 9))))
  (func $look (param $flags i32) (param $path i32) (param $len i32)
    (call $tell (call $path_filestat_get (i32.const 3) (local.get $flags) (local.get $path) (local.get $len) (i32.const 64))))
  (func $open (param $flags i32) (param $path i32) (param $len i32)
    (local $errno i32)
    (local.set $errno (call $path_open (i32.const 3) (local.get $flags) (local.get $path) (local.get $len) (i32.const 0) (i64.const 0x200002) (i64.const 0) (i32.const 0) (i32.const 16)))
    (if (i32.eqz (local.get $errno)) (then
      (drop (call $fd_filestat_get (i32.load (i32.const 16)) (i32.const 64)))
      (drop (call $fd_close (i32.load (i32.const 16))))))
    (call $tell (local.get $errno)))
  (func $make (param $path i32) (param $len i32)
    (local $errno i32)
    (local.set $errno (call $path_create_directory (i32.const 3) (local.get $path) (local.get $len)))
    (if (i32.eqz (local.get $errno)) (then
      (if (call $path_remove_directory (i32.const 3) (local.get $path) (local.get $len)) (then unreachable))))
    (i64.store (i32.const 72) (i64.const 0))
    (call $tell (local.get $errno)))
  (func (export "_start") (local $at i32) (local $end i32) (local $len i32)
    (local.set $at (i32.const 65536)) (local.set $end (i32.const 65536))
    (loop $read
      (i32.store (i32.const 0) (local.get $end)) (i32.store (i32.const 4) (i32.sub (i32.const 131072) (local.get $end)))
      (drop (call $fd_read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)))
      (local.set $end (i32.add (local.get $end) (i32.load (i32.const 8))))
      (br_if $read (i32.load (i32.const 8))))
    (loop $next
      (if (i32.lt_u (local.get $at) (local.get $end)) (then
        (local.set $len (i32.load8_u (local.get $at)))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (call $look (i32.const 0) (local.get $at) (local.get $len))
        (call $look (i32.const 1) (local.get $at) (local.get $len))
        (call $open (i32.const 0) (local.get $at) (local.get $len))
        (call $open (i32.const 1) (local.get $at) (local.get $len))
        (call $make (local.get $at) (local.get $len))
        (local.set $at (i32.add (local.get $at) (local.get $len)))
        (br $next))))
    (i32.store (i32.const 0) (i32.const 131072)) (i32.store (i32.const 4) (i32.sub (global.get $out) (i32.const 131072)))
    (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))))"#;

/// What a call finds: an inode number, or an errno.
type Found = Result<u64, u8>;

/// What the model says of the calls.
fn expected(tree: &Node, path: &str) -> [Found; CALLS] {
    let look = |follow| tree.resolve(path, follow).map(|node| node.inode);
    // A link that is not followed cannot be opened.
    let open = |follow| match tree.resolve(path, follow)? {
        node if node.is_link() => Err(LOOP),
        node => Ok(node.inode),
    };
    [look(false), look(true), open(false), open(true), tree.free(path).map(|()| 0)]
}

/// What the program finds, started where `data` is.
fn found(program: &Path, start: &Path, paths: &[String]) -> Vec<[Found; CALLS]> {
    let mut command = Command::new(program);
    command.current_dir(start).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().expect("it starts");
    let input: Vec<u8> =
        paths.iter().flat_map(|path| [&[path.len() as u8], path.as_bytes()].concat()).collect();
    child.stdin.take().expect("it is piped").write_all(&input).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{}", output.status);
    let (calls, _) = output.stdout.as_chunks::<9>();
    let found = calls.iter().map(|[errno, inode @ ..]| match errno {
        0 => Ok(u64::from_le_bytes(*inode)),
        errno => Err(*errno),
    });
    let found: Vec<Found> = found.collect();
    let (found, _) = found.as_chunks::<CALLS>();
    found.to_vec()
}

#[test]
fn both_resolutions_find_what_the_model_says() {
    let programs = RESOLVERS.map(|resolver| {
        let folder = folder();
        (built(folder.path(), FINDS, resolver), folder)
    });
    let (mut ways_out, mut followed) = (0, 0);
    for seed in 0..TREES {
        let mut random = Random::new(seed + 1);
        let start = folder();
        // What a path would find that got out.
        for name in ["a", "b", "c", "d"] {
            fs::write(start.path().join(name), "outside").expect("the folder is ours");
        }
        let tree = Node::folder(&start.path().join("data"), 3, &mut random).expect("the folder is ours");
        let paths: Vec<String> = (0..PATHS).map(|_| random.path()).collect();
        for ((program, _), resolver) in programs.iter().zip(RESOLVERS) {
            let found = found(program, start.path(), &paths);
            assert_eq!(found.len(), PATHS, "seed {seed}, {resolver:?}");
            for (path, found) in paths.iter().zip(found) {
                let expected = expected(&tree, path);
                assert_eq!(found, expected, "seed {seed}, {resolver:?}, {path:?} in {tree:#?}");
                ways_out += usize::from(expected[1] == Err(76));
                followed += usize::from(expected[0] != expected[1] && expected[1].is_ok());
            }
        }
    }
    // The trees are of use: many paths lead out, and many through a link at their end.
    assert!(ways_out > 1000 && followed > 100, "{ways_out} {followed}");
}
