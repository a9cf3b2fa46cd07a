;; A section of hints that says nothing sensible is no error: of a function that is not there, of a place far behind a
;; body, and cut short.
;;! check = "run"
;;! exit = 3
(module
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (@custom "metadata.code.branch_hint" (before code)
    "\03\00\01\02\01\00\01\01\ff\ff\ff\ff\0f\01\01\02\05\03\01")
  (memory (export "memory") 1)
  (func (export "_start")
    (if (i32.const 1) (then (call $proc_exit (i32.const 3))))))
