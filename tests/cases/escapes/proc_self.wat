;; Links of `/proc` that lead to open files, to the root or to the working folder are not followed,
;; whatever their text says.
;;! check = "run"
;;! exit = 0
;;! args = ["--dir", "/proc::/", "--confine", "off"]
;;! files = { "secret" = "secret" }
(module
  (import "wasi_snapshot_preview1" "path_filestat_get" (func $path_filestat_get (param i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open" (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 1024) "self/status") (func $status (result i32 i32) (i32.const 1024) (i32.const 11))
  (data (i32.const 1035) "self/root/etc/passwd") (func $root (result i32 i32) (i32.const 1035) (i32.const 20))
  (data (i32.const 1055) "self/cwd/secret") (func $cwd (result i32 i32) (i32.const 1055) (i32.const 15))
  (data (i32.const 1070) "self/fd/0") (func $fd (result i32 i32) (i32.const 1070) (i32.const 9))
  (data (i32.const 1079) "self/exe") (func $exe (result i32 i32) (i32.const 1079) (i32.const 8))
  (data (i32.const 1087) "thread-self/root/etc") (func $thread (result i32 i32) (i32.const 1087) (i32.const 20))
  (data (i32.const 1107) "self/task/../root/etc") (func $task (result i32 i32) (i32.const 1107) (i32.const 21))
  (data (i32.const 1128) "self/fd/3/../out") (func $dot (result i32 i32) (i32.const 1128) (i32.const 16))
  ;; Ends the program if `got` is not `want`: the status is the number of the call that found out.
  (global $calls (mut i32) (i32.const 0))
  (func $is (param $got i32) (param $want i32)
    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
    (if (i32.ne (local.get $got) (local.get $want)) (then (call $proc_exit (global.get $calls)))))
  ;; Opens a path below descriptor 3, to read it.
  (func $open (param $path i32) (param $len i32) (param $lookup i32) (param $oflags i32) (result i32)
    (call $path_open (i32.const 3) (local.get $lookup) (local.get $path) (local.get $len) (local.get $oflags) (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 0)))
  ;; The two resolutions differ in why: a forbidden link, or one that leads out or nowhere.
  (func $refused (param $errno i32)
    (call $is (i32.or (i32.or (i32.eq (local.get $errno) (i32.const 32)) (i32.eq (local.get $errno) (i32.const 76))) (i32.eq (local.get $errno) (i32.const 44))) (i32.const 1)))
  (func (export "_start")
    (call $is (call $open (call $status) (i32.const 1) (i32.const 0)) (i32.const 0))
    (call $refused (call $open (call $root) (i32.const 1) (i32.const 0)))
    (call $refused (call $path_filestat_get (i32.const 3) (i32.const 1) (call $root) (i32.const 0)))
    (call $refused (call $open (call $cwd) (i32.const 1) (i32.const 0)))
    (call $refused (call $path_filestat_get (i32.const 3) (i32.const 1) (call $cwd) (i32.const 0)))
    (call $refused (call $open (call $fd) (i32.const 1) (i32.const 0)))
    (call $refused (call $path_filestat_get (i32.const 3) (i32.const 1) (call $fd) (i32.const 0)))
    (call $refused (call $open (call $exe) (i32.const 1) (i32.const 0)))
    (call $refused (call $path_filestat_get (i32.const 3) (i32.const 1) (call $exe) (i32.const 0)))
    (call $refused (call $open (call $thread) (i32.const 1) (i32.const 0)))
    (call $refused (call $path_filestat_get (i32.const 3) (i32.const 1) (call $thread) (i32.const 0)))
    (call $refused (call $open (call $task) (i32.const 1) (i32.const 0)))
    (call $refused (call $path_filestat_get (i32.const 3) (i32.const 1) (call $task) (i32.const 0)))
    (call $refused (call $open (call $dot) (i32.const 1) (i32.const 0)))
    (call $refused (call $path_filestat_get (i32.const 3) (i32.const 1) (call $dot) (i32.const 0)))))
