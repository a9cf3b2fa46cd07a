;; A path without a byte names nothing, not the folder itself.
;;! check = "run"
;;! exit = 0
;;! args = ["--dir", "data::/", "--confine", "off"]
;;! files = { "data/f" = "file" }
;;! files_after = { "data/f" = "file" }
;;! missing_after = ["data/new"]
(module
  (import "wasi_snapshot_preview1" "path_create_directory" (func $path_create_directory (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_filestat_get" (func $path_filestat_get (param i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_link" (func $path_link (param i32 i32 i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open" (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_readlink" (func $path_readlink (param i32 i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_remove_directory" (func $path_remove_directory (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_rename" (func $path_rename (param i32 i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_symlink" (func $path_symlink (param i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_unlink_file" (func $path_unlink_file (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 1024) "") (func $empty (result i32 i32) (i32.const 1024) (i32.const 0))
  (data (i32.const 1024) "f") (func $f (result i32 i32) (i32.const 1024) (i32.const 1))
  (data (i32.const 1025) "new") (func $new (result i32 i32) (i32.const 1025) (i32.const 3))
  ;; Ends the program if `got` is not `want`: the status is the number of the call that found out.
  (global $calls (mut i32) (i32.const 0))
  (func $is (param $got i32) (param $want i32)
    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
    (if (i32.ne (local.get $got) (local.get $want)) (then (call $proc_exit (global.get $calls)))))
  ;; Opens a path below descriptor 3, to read it.
  (func $open (param $path i32) (param $len i32) (param $lookup i32) (param $oflags i32) (result i32)
    (call $path_open (i32.const 3) (local.get $lookup) (local.get $path) (local.get $len) (local.get $oflags) (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 0)))
  (func (export "_start")
    (call $is (call $open (call $empty) (i32.const 0) (i32.const 0)) (i32.const 44))
    (call $is (call $open (call $empty) (i32.const 1) (i32.const 2)) (i32.const 44))
    (call $is (call $open (call $empty) (i32.const 0) (i32.const 1)) (i32.const 44))
    (call $is (call $path_create_directory (i32.const 3) (call $empty)) (i32.const 44))
    (call $is (call $path_filestat_get (i32.const 3) (i32.const 0) (call $empty) (i32.const 0)) (i32.const 44))
    (call $is (call $path_filestat_get (i32.const 3) (i32.const 1) (call $empty) (i32.const 0)) (i32.const 44))
    (call $is (call $path_link (i32.const 3) (i32.const 0) (call $empty) (i32.const 3) (call $new)) (i32.const 44))
    (call $is (call $path_link (i32.const 3) (i32.const 0) (call $f) (i32.const 3) (call $empty)) (i32.const 44))
    (call $is (call $path_readlink (i32.const 3) (call $empty) (i32.const 0) (i32.const 64) (i32.const 64)) (i32.const 44))
    (call $is (call $path_remove_directory (i32.const 3) (call $empty)) (i32.const 44))
    (call $is (call $path_rename (i32.const 3) (call $empty) (i32.const 3) (call $new)) (i32.const 44))
    (call $is (call $path_rename (i32.const 3) (call $f) (i32.const 3) (call $empty)) (i32.const 44))
    (call $is (call $path_symlink (call $empty) (i32.const 3) (call $new)) (i32.const 44))
    (call $is (call $path_symlink (call $f) (i32.const 3) (call $empty)) (i32.const 44))
    (call $is (call $path_unlink_file (i32.const 3) (call $empty)) (i32.const 44))))
