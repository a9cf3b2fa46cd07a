;; Opening a named pipe does not wait for its other end, and none is passed on the way of a path.
;;! check = "run"
;;! exit = 0
;;! args = ["--dir", "data::/"]
;;! pipes = ["data/p"]
(module
  (import "wasi_snapshot_preview1" "fd_close" (func $fd_close (param i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_fdstat_get" (func $fd_fdstat_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_filestat_get" (func $path_filestat_get (param i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open" (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 1024) "p") (func $p (result i32 i32) (i32.const 1024) (i32.const 1))
  (data (i32.const 1025) "p/../p") (func $below (result i32 i32) (i32.const 1025) (i32.const 6))
  ;; Ends the program if `got` is not `want`: the status is the number of the call that found out.
  (global $calls (mut i32) (i32.const 0))
  (func $is (param $got i32) (param $want i32)
    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
    (if (i32.ne (local.get $got) (local.get $want)) (then (call $proc_exit (global.get $calls)))))
  (data (i32.const 16) "\20\00\00\00\03\00\00\00") (data (i32.const 32) "abc")
  (func (export "_start")
    ;; To read, with nobody who writes: it is open at once, does not say that it does not wait, and is at
    ;; its end.
    (call $is (call $path_open (i32.const 3) (i32.const 1) (call $p) (i32.const 0) (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 0)) (i32.const 0))
    (call $is (i32.load (i32.const 0)) (i32.const 4))
    (call $is (call $fd_fdstat_get (i32.const 4) (i32.const 64)) (i32.const 0))
    (call $is (i32.load (i32.const 64)) (i32.const 0))
    (call $is (call $fd_read (i32.const 4) (i32.const 16) (i32.const 1) (i32.const 8)) (i32.const 0))
    (call $is (i32.load (i32.const 8)) (i32.const 0))
    ;; To write, now that there is a reader; and without one.
    (call $is (call $path_open (i32.const 3) (i32.const 0) (call $p) (i32.const 0) (i64.const 64) (i64.const 0) (i32.const 0) (i32.const 0)) (i32.const 0))
    (call $is (call $fd_write (i32.const 5) (i32.const 16) (i32.const 1) (i32.const 8)) (i32.const 0))
    (call $is (call $fd_read (i32.const 4) (i32.const 16) (i32.const 1) (i32.const 8)) (i32.const 0))
    (call $is (i32.load (i32.const 8)) (i32.const 3))
    (call $is (call $fd_close (i32.const 4)) (i32.const 0))
    (call $is (call $path_open (i32.const 3) (i32.const 1) (call $p) (i32.const 0) (i64.const 64) (i64.const 0) (i32.const 0) (i32.const 0)) (i32.const 60))
    (call $is (call $fd_close (i32.const 5)) (i32.const 0))
    ;; For neither, and for both, where reading would wait but must not.
    (call $is (call $path_open (i32.const 3) (i32.const 1) (call $p) (i32.const 0) (i64.const 0) (i64.const 0) (i32.const 0) (i32.const 0)) (i32.const 0))
    (call $is (call $fd_close (i32.const 4)) (i32.const 0))
    (call $is (call $path_open (i32.const 3) (i32.const 1) (call $p) (i32.const 0) (i64.const 66) (i64.const 0) (i32.const 4) (i32.const 0)) (i32.const 0))
    (call $is (call $fd_read (i32.const 4) (i32.const 16) (i32.const 1) (i32.const 8)) (i32.const 6))
    ;; It is no folder, and looked at without being opened.
    (call $is (call $path_open (i32.const 3) (i32.const 1) (call $below) (i32.const 0) (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 0)) (i32.const 54))
    (call $is (call $path_filestat_get (i32.const 3) (i32.const 1) (call $p) (i32.const 128)) (i32.const 0))
    (call $is (i32.load8_u (i32.const 144)) (i32.const 0))
    (call $is (call $path_filestat_get (i32.const 3) (i32.const 0) (call $below) (i32.const 128)) (i32.const 54))))
