;; Names with a NUL or that are not UTF-8 are refused by every function that takes one, and nothing
;; comes of them.
;;! check = "run"
;;! exit = 0
;;! args = ["--dir", "data::/"]
;;! files = { "data/f" = "file", "data/a" = "file" }
;;! files_after = { "data/f" = "file", "data/a" = "file" }
;;! missing_after = ["data/new"]
(module
  (import "wasi_snapshot_preview1" "path_create_directory" (func $path_create_directory (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_filestat_get" (func $path_filestat_get (param i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_filestat_set_times" (func $path_filestat_set_times (param i32 i32 i32 i32 i64 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_link" (func $path_link (param i32 i32 i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open" (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_readlink" (func $path_readlink (param i32 i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_remove_directory" (func $path_remove_directory (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_rename" (func $path_rename (param i32 i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_symlink" (func $path_symlink (param i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_unlink_file" (func $path_unlink_file (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 1024) "f") (func $f (result i32 i32) (i32.const 1024) (i32.const 1))
  (data (i32.const 1025) "new") (func $new (result i32 i32) (i32.const 1025) (i32.const 3))
  ;; Ends the program if `got` is not `want`: the status is the number of the call that found out.
  (global $calls (mut i32) (i32.const 0))
  (func $is (param $got i32) (param $want i32)
    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
    (if (i32.ne (local.get $got) (local.get $want)) (then (call $proc_exit (global.get $calls)))))
  (data (i32.const 2048) "a\00f\fff\c0\af\ed\a0\80f\e2\82")
  ;; Every function with this name, in each place that it has for one.
  (func $refused (param $bad i32) (param $len i32) (param $errno i32)
    (call $is (call $path_open (i32.const 3) (i32.const 0) (local.get $bad) (local.get $len) (i32.const 1) (i64.const 0) (i64.const 0) (i32.const 0) (i32.const 0)) (local.get $errno))
    (call $is (call $path_create_directory (i32.const 3) (local.get $bad) (local.get $len)) (local.get $errno))
    (call $is (call $path_filestat_get (i32.const 3) (i32.const 0) (local.get $bad) (local.get $len) (i32.const 0)) (local.get $errno))
    (call $is (call $path_filestat_set_times (i32.const 3) (i32.const 0) (local.get $bad) (local.get $len) (i64.const 0) (i64.const 0) (i32.const 5)) (local.get $errno))
    (call $is (call $path_link (i32.const 3) (i32.const 0) (local.get $bad) (local.get $len) (i32.const 3) (call $new)) (local.get $errno))
    (call $is (call $path_link (i32.const 3) (i32.const 0) (call $f) (i32.const 3) (local.get $bad) (local.get $len)) (local.get $errno))
    (call $is (call $path_readlink (i32.const 3) (local.get $bad) (local.get $len) (i32.const 0) (i32.const 64) (i32.const 64)) (local.get $errno))
    (call $is (call $path_remove_directory (i32.const 3) (local.get $bad) (local.get $len)) (local.get $errno))
    (call $is (call $path_rename (i32.const 3) (local.get $bad) (local.get $len) (i32.const 3) (call $new)) (local.get $errno))
    (call $is (call $path_rename (i32.const 3) (call $f) (i32.const 3) (local.get $bad) (local.get $len)) (local.get $errno))
    (call $is (call $path_symlink (local.get $bad) (local.get $len) (i32.const 3) (call $new)) (local.get $errno))
    (call $is (call $path_symlink (call $f) (i32.const 3) (local.get $bad) (local.get $len)) (local.get $errno))
    (call $is (call $path_unlink_file (i32.const 3) (local.get $bad) (local.get $len)) (local.get $errno)))
  (func (export "_start")
    (call $refused (i32.const 2048) (i32.const 3) (i32.const 28))
    (call $refused (i32.const 2048) (i32.const 2) (i32.const 28))
    ;; A byte that starts nothing, a slash in two bytes, half of a pair, and a character cut off.
    (call $refused (i32.const 2051) (i32.const 1) (i32.const 25))
    (call $refused (i32.const 2052) (i32.const 3) (i32.const 25))
    (call $refused (i32.const 2055) (i32.const 3) (i32.const 25))
    (call $refused (i32.const 2058) (i32.const 3) (i32.const 25))))
