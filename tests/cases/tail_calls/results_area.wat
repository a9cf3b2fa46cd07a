;; Where results go in memory is handed over by a tail call behind another call.
;;! check = "run"
;;! exit = 6
(module
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func $three (param i32) (result i32)
    (if (result i32) (local.get 0)
      (then (call $three (i32.sub (local.get 0) (i32.const 1))))
      (else (i32.const 3))))
  (func $last (param i32) (result i32 i32 i32) (i32.const 1) (i32.const 2) (call $three (local.get 0)))
  (func $first (param i32) (result i32 i32 i32) (return_call $last (call $three (local.get 0))))
  (func (export "_start")
    (call $exit (i32.add (i32.add (call $first (i32.load (i32.const 0))))))))
