//! A folder that is open in a program is moved out of the granted one: what the program still reaches.

use std::fs;
use std::io::{Read, Write};
use std::os::unix::fs::symlink;
use std::process::{Command, Stdio};

use super::{RESOLVERS, built, folder};

/// Opens `sub`, writes a byte and waits for one. Then it makes its tries, and writes their errnos.
const TRIES: &str = r#"(module
  (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open" (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_create_directory" (func $path_create_directory (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_rename" (func $path_rename (param i32 i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_unlink_file" (func $path_unlink_file (param i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\40\00\00\00\01\00\00\00")
  (data (i32.const 100) "sub") (data (i32.const 110) "../secret") (data (i32.const 120) "x/../../secret")
  (data (i32.const 140) "link") (data (i32.const 150) "../new") (data (i32.const 160) "f") (data (i32.const 170) "sub/f")
  (global $out (mut i32) (i32.const 64))
  (func $tell (param $errno i32)
    (i32.store8 (global.get $out) (local.get $errno)) (global.set $out (i32.add (global.get $out) (i32.const 1))))
  (func $open (param $dir i32) (param $path i32) (param $len i32) (param $rights i64) (result i32)
    (call $path_open (local.get $dir) (i32.const 1) (local.get $path) (local.get $len) (i32.const 0) (local.get $rights) (i64.const 0x8e001ff) (i32.const 0) (i32.const 32)))
  (func (export "_start")
    (call $tell (call $open (i32.const 3) (i32.const 100) (i32.const 3) (i64.const 0x7ffff00)))
    (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16)))
    (drop (call $fd_read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 16)))
    (global.set $out (i32.const 64))
    (call $tell (call $open (i32.const 4) (i32.const 110) (i32.const 9) (i64.const 2)))
    (call $tell (call $open (i32.const 4) (i32.const 120) (i32.const 14) (i64.const 2)))
    (call $tell (call $open (i32.const 4) (i32.const 140) (i32.const 4) (i64.const 2)))
    (call $tell (call $path_create_directory (i32.const 4) (i32.const 150) (i32.const 6)))
    (call $tell (call $path_rename (i32.const 4) (i32.const 160) (i32.const 1) (i32.const 4) (i32.const 150) (i32.const 6)))
    (call $tell (call $path_unlink_file (i32.const 4) (i32.const 110) (i32.const 9)))
    (call $tell (call $open (i32.const 3) (i32.const 170) (i32.const 5) (i64.const 2)))
    (call $tell (call $open (i32.const 4) (i32.const 160) (i32.const 1) (i64.const 2)))
    (i32.store (i32.const 4) (i32.sub (global.get $out) (i32.const 64)))
    (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16)))))"#;

/// Nothing above the folder is reached, and it is gone where it was; what is in it the program still
/// has, as it has the folder open.
const ERRNOS: [u8; 8] = [76, 76, 76, 76, 76, 76, 44, 0];

#[test]
fn a_folder_moved_out_while_it_is_open_leads_no_further() {
    for resolver in RESOLVERS {
        let folder = folder();
        let (sub, out) = (folder.path().join("data/sub"), folder.path().join("out"));
        let made = fs::create_dir_all(sub.join("x"))
            .and_then(|()| fs::create_dir(&out))
            .and_then(|()| fs::write(sub.join("f"), "file"))
            .and_then(|()| fs::write(out.join("secret"), "secret"))
            .and_then(|()| symlink("../secret", sub.join("link")));
        made.expect("the folder is ours");
        let mut command = Command::new(built(folder.path(), TRIES, resolver));
        command.current_dir(folder.path()).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("it starts");
        let (mut input, mut output) =
            (child.stdin.take().expect("piped"), child.stdout.take().expect("piped"));
        let mut byte = [0xff];
        output.read_exact(&mut byte).expect("it writes");
        assert_eq!(byte, [0], "{resolver:?}");
        fs::rename(&sub, out.join("sub")).expect("the folder is ours");
        input.write_all(&byte).expect("it reads");
        let mut errnos = Vec::new();
        output.read_to_end(&mut errnos).expect("it writes");
        assert!(child.wait().expect("it ends").success());
        assert_eq!(errnos, ERRNOS, "{resolver:?}");
        let mut names: Vec<_> = fs::read_dir(&out)
            .expect("it is there")
            .map(|entry| entry.expect("so is this").file_name())
            .collect();
        names.sort();
        assert_eq!(names, ["secret", "sub"], "{resolver:?}");
        assert!(out.join("sub/f").exists(), "{resolver:?}");
    }
}
