;; A program that looks for its folders and has none is told the flag.
;;! check = "run"
;;! env = { AHEAD_AUDIT = "1" }
;;! exit = 8
;;! stderr = "audit: fd_prestat_get finds no folder: `--dir` grants one"
(module
  (import "wasi_snapshot_preview1" "fd_prestat_get" (func $fd_prestat_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (func (export "_start") (call $proc_exit (call $fd_prestat_get (i32.const 3) (i32.const 0)))))
