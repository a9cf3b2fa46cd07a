;; proc_exit's number is the exit status.
;;! check = "run"
;;! exit = 37
(module
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (func (export "_start") (call $proc_exit (i32.const 37)) (unreachable)))
