;; The descriptor past the limit is NFILE, and one that is closed can be opened again.
;;! check = "run"
;;! args = ["--fds-max", "6", "--dir", "data::/"]
;;! files = { "data/f" = "" }
;;! exit = 41
(module
  (import "wasi_snapshot_preview1" "fd_close" (func $fd_close (param i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open" (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1) (data (i32.const 32) "f")
  (func $open (result i32)
    (call $path_open (i32.const 3) (i32.const 0) (i32.const 32) (i32.const 1) (i32.const 0) (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 16)))
  (func $must (param $errno i32) (if (local.get $errno) (then unreachable)))
  (func (export "_start")
    (call $must (call $open))
    (call $must (call $open))
    (if (i32.ne (call $open) (i32.const 41)) (then unreachable))
    (call $must (call $fd_close (i32.const 4)))
    (call $must (call $open))
    (call $proc_exit (call $open))))
