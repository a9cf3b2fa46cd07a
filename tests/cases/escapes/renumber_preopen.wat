;; A descriptor that takes the number of a granted folder has its own rights and no others; the folder
;; is gone, or keeps what it was granted with under its new number.
;;! check = "run"
;;! exit = 0
;;! args = ["--dir", "data::/", "--dir", "fixed::/fixed:ro", "--confine", "off"]
;;! files = { "data/f" = "file", "fixed/g" = "file" }
;;! missing_after = ["fixed/new", "data/new"]
(module
  (import "wasi_snapshot_preview1" "fd_prestat_get" (func $fd_prestat_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_renumber" (func $fd_renumber (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open" (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_unlink_file" (func $path_unlink_file (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 1024) "f") (func $f (result i32 i32) (i32.const 1024) (i32.const 1))
  (data (i32.const 1025) "g") (func $g (result i32 i32) (i32.const 1025) (i32.const 1))
  (data (i32.const 1026) "new") (func $new (result i32 i32) (i32.const 1026) (i32.const 3))
  ;; Ends the program if `got` is not `want`: the status is the number of the call that found out.
  (global $calls (mut i32) (i32.const 0))
  (func $is (param $got i32) (param $want i32)
    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
    (if (i32.ne (local.get $got) (local.get $want)) (then (call $proc_exit (global.get $calls)))))
  ;; Opens a path below descriptor 3, to read it.
  (func $open (param $path i32) (param $len i32) (param $lookup i32) (param $oflags i32) (result i32)
    (call $path_open (i32.const 3) (local.get $lookup) (local.get $path) (local.get $len) (local.get $oflags) (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 0)))
  (func (export "_start")
    ;; The folder to read only comes to stand at 3, where one to write stood.
    (call $is (call $fd_renumber (i32.const 4) (i32.const 3)) (i32.const 0))
    (call $is (call $open (call $g) (i32.const 0) (i32.const 0)) (i32.const 0))
    (call $is (call $open (call $f) (i32.const 0) (i32.const 0)) (i32.const 44))
    (call $is (call $open (call $new) (i32.const 0) (i32.const 1)) (i32.const 76))
    (call $is (call $path_unlink_file (i32.const 3) (call $g)) (i32.const 76))
    (call $is (call $fd_prestat_get (i32.const 3) (i32.const 8)) (i32.const 0))
    ;; The length of `/fixed`.
    (call $is (i32.load (i32.const 12)) (i32.const 6))
    ;; The file that was opened at 4 comes after it: no folder, nothing granted.
    (call $is (i32.load (i32.const 0)) (i32.const 4))
    (call $is (call $fd_renumber (i32.const 3) (i32.const 3)) (i32.const 0))
    (call $is (call $fd_renumber (i32.const 4) (i32.const 3)) (i32.const 0))
    (call $is (call $fd_prestat_get (i32.const 3) (i32.const 8)) (i32.const 8))
    (call $is (call $open (call $g) (i32.const 0) (i32.const 0)) (i32.const 54))
    (call $is (call $fd_renumber (i32.const 3) (i32.const 4)) (i32.const 8))
    (call $is (call $fd_renumber (i32.const 5) (i32.const 3)) (i32.const 8))))
