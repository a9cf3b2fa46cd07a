;; Without stdio the descriptors 0 to 2 are not open, and a file does not get their numbers.
;;! check = "run"
;;! args = ["--stdio", "none", "--dir", "data::/"]
;;! folders = ["data"]
;;! stdin = "unread"
;;! exit = 4
(module
  (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open" (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1) (data (i32.const 0) "\08\00\00\00\03\00\00\00hi\0a") (data (i32.const 32) "f")
  (func $expect_badf (param $errno i32) (if (i32.ne (local.get $errno) (i32.const 8)) (then unreachable)))
  (func (export "_start")
    (call $expect_badf (call $fd_read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 16)))
    (call $expect_badf (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16)))
    (call $expect_badf (call $fd_write (i32.const 2) (i32.const 0) (i32.const 1) (i32.const 16)))
    (if (call $path_open (i32.const 3) (i32.const 0) (i32.const 32) (i32.const 1) (i32.const 1) (i64.const 64) (i64.const 0) (i32.const 0) (i32.const 16))
      (then unreachable))
    (call $proc_exit (i32.load (i32.const 16)))))
