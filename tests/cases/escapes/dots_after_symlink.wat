;; `..` after a link goes up from where the link leads, and not out of the granted folder, not even to
;; come back.
;;! check = "run"
;;! exit = 0
;;! args = ["--dir", "data::/", "--confine", "off"]
;;! files = { "data/a/f" = "file", "data/a/b/g" = "file", "out/secret" = "secret" }
;;! symlinks = { "data/in" = "a/b", "data/out" = "../out", "data/back" = "../data/a" }
(module
  (import "wasi_snapshot_preview1" "path_filestat_get" (func $path_filestat_get (param i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open" (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 1024) "in/../f") (func $inside (result i32 i32) (i32.const 1024) (i32.const 7))
  (data (i32.const 1031) "in/../g") (func $not_here (result i32 i32) (i32.const 1031) (i32.const 7))
  (data (i32.const 1038) "in/../..") (func $top (result i32 i32) (i32.const 1038) (i32.const 8))
  (data (i32.const 1046) "in/../../..") (func $above (result i32 i32) (i32.const 1046) (i32.const 11))
  (data (i32.const 1057) "in/../../../out/secret") (func $secret (result i32 i32) (i32.const 1057) (i32.const 22))
  (data (i32.const 1079) "out/..") (func $out (result i32 i32) (i32.const 1079) (i32.const 6))
  (data (i32.const 1085) "out/../data/a/f") (func $out_in (result i32 i32) (i32.const 1085) (i32.const 15))
  (data (i32.const 1100) "a/../../data/a/f") (func $through (result i32 i32) (i32.const 1100) (i32.const 16))
  (data (i32.const 1116) "back/f") (func $back (result i32 i32) (i32.const 1116) (i32.const 6))
  (data (i32.const 1122) "..") (func $dot_dot (result i32 i32) (i32.const 1122) (i32.const 2))
  (data (i32.const 1124) "a/b/../b/.././../a/./f") (func $dots (result i32 i32) (i32.const 1124) (i32.const 22))
  ;; Ends the program if `got` is not `want`: the status is the number of the call that found out.
  (global $calls (mut i32) (i32.const 0))
  (func $is (param $got i32) (param $want i32)
    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
    (if (i32.ne (local.get $got) (local.get $want)) (then (call $proc_exit (global.get $calls)))))
  ;; Opens a path below descriptor 3, to read it.
  (func $open (param $path i32) (param $len i32) (param $lookup i32) (param $oflags i32) (result i32)
    (call $path_open (i32.const 3) (local.get $lookup) (local.get $path) (local.get $len) (local.get $oflags) (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 0)))
  (func (export "_start")
    (call $is (call $open (call $inside) (i32.const 0) (i32.const 0)) (i32.const 0))
    (call $is (call $open (call $not_here) (i32.const 0) (i32.const 0)) (i32.const 44))
    (call $is (call $open (call $top) (i32.const 0) (i32.const 0)) (i32.const 0))
    (call $is (call $open (call $dots) (i32.const 1) (i32.const 0)) (i32.const 0))
    (call $is (call $open (call $above) (i32.const 0) (i32.const 0)) (i32.const 76))
    (call $is (call $open (call $secret) (i32.const 0) (i32.const 0)) (i32.const 76))
    (call $is (call $open (call $out) (i32.const 0) (i32.const 0)) (i32.const 76))
    (call $is (call $open (call $out_in) (i32.const 1) (i32.const 0)) (i32.const 76))
    (call $is (call $open (call $through) (i32.const 0) (i32.const 0)) (i32.const 76))
    (call $is (call $open (call $back) (i32.const 0) (i32.const 0)) (i32.const 76))
    (call $is (call $open (call $dot_dot) (i32.const 0) (i32.const 0)) (i32.const 76))
    (call $is (call $path_filestat_get (i32.const 3) (i32.const 0) (call $inside) (i32.const 0)) (i32.const 0))
    (call $is (call $path_filestat_get (i32.const 3) (i32.const 1) (call $above) (i32.const 0)) (i32.const 76))
    (call $is (call $path_filestat_get (i32.const 3) (i32.const 0) (call $secret) (i32.const 0)) (i32.const 76))
    (call $is (call $path_filestat_get (i32.const 3) (i32.const 0) (call $out) (i32.const 0)) (i32.const 76))
    (call $is (call $path_filestat_get (i32.const 3) (i32.const 0) (call $back) (i32.const 0)) (i32.const 76))
    (call $is (call $path_filestat_get (i32.const 3) (i32.const 0) (call $dot_dot) (i32.const 0)) (i32.const 76))))
