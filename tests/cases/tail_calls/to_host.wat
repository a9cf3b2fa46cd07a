;; A host function is tail-called like any other; the program's start is called by the runtime.
;;! check = "run"
;;! exit = 7
(module
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func $leave (param i32) (return_call $exit (local.get 0)))
  (func (export "_start") (return_call $leave (i32.const 7))))
