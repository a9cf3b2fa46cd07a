;; A link with an absolute text leads nowhere, even where the text names the granted folder.
;;! check = "run"
;;! exit = 0
;;! args = ["--dir", "data::/", "--confine", "off"]
;;! files = { "data/f" = "file" }
;;! symlinks = { "data/own" = "{work}/data/f", "data/etc" = "/etc", "data/root" = "/", "data/chain" = "own" }
(module
  (import "wasi_snapshot_preview1" "path_filestat_get" (func $path_filestat_get (param i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open" (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_symlink" (func $path_symlink (param i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 1024) "own") (func $own (result i32 i32) (i32.const 1024) (i32.const 3))
  (data (i32.const 1027) "chain") (func $chain (result i32 i32) (i32.const 1027) (i32.const 5))
  (data (i32.const 1032) "etc/passwd") (func $passwd (result i32 i32) (i32.const 1032) (i32.const 10))
  (data (i32.const 1042) "root") (func $root (result i32 i32) (i32.const 1042) (i32.const 4))
  (data (i32.const 1046) "root/etc/../etc/passwd") (func $deep (result i32 i32) (i32.const 1046) (i32.const 22))
  (data (i32.const 1068) "/f") (func $path (result i32 i32) (i32.const 1068) (i32.const 2))
  (data (i32.const 1070) "new") (func $new (result i32 i32) (i32.const 1070) (i32.const 3))
  (data (i32.const 1073) "/") (func $slash (result i32 i32) (i32.const 1073) (i32.const 1))
  ;; Ends the program if `got` is not `want`: the status is the number of the call that found out.
  (global $calls (mut i32) (i32.const 0))
  (func $is (param $got i32) (param $want i32)
    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
    (if (i32.ne (local.get $got) (local.get $want)) (then (call $proc_exit (global.get $calls)))))
  ;; Opens a path below descriptor 3, to read it.
  (func $open (param $path i32) (param $len i32) (param $lookup i32) (param $oflags i32) (result i32)
    (call $path_open (i32.const 3) (local.get $lookup) (local.get $path) (local.get $len) (local.get $oflags) (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 0)))
  (func (export "_start")
    (call $is (call $open (call $own) (i32.const 1) (i32.const 0)) (i32.const 76))
    (call $is (call $open (call $chain) (i32.const 1) (i32.const 0)) (i32.const 76))
    (call $is (call $open (call $passwd) (i32.const 0) (i32.const 0)) (i32.const 76))
    (call $is (call $open (call $passwd) (i32.const 1) (i32.const 0)) (i32.const 76))
    (call $is (call $open (call $root) (i32.const 1) (i32.const 0)) (i32.const 76))
    (call $is (call $open (call $deep) (i32.const 1) (i32.const 0)) (i32.const 76))
    (call $is (call $open (call $path) (i32.const 1) (i32.const 0)) (i32.const 76))
    (call $is (call $path_filestat_get (i32.const 3) (i32.const 1) (call $own) (i32.const 0)) (i32.const 76))
    (call $is (call $path_filestat_get (i32.const 3) (i32.const 1) (call $chain) (i32.const 0)) (i32.const 76))
    (call $is (call $path_filestat_get (i32.const 3) (i32.const 0) (call $passwd) (i32.const 0)) (i32.const 76))
    (call $is (call $path_filestat_get (i32.const 3) (i32.const 0) (call $path) (i32.const 0)) (i32.const 76))
    ;; The link itself can be looked at, and not be opened.
    (call $is (call $path_filestat_get (i32.const 3) (i32.const 0) (call $own) (i32.const 0)) (i32.const 0))
    (call $is (call $open (call $own) (i32.const 0) (i32.const 0)) (i32.const 32))
    (call $is (call $path_symlink (call $slash) (i32.const 3) (call $new)) (i32.const 76))))
