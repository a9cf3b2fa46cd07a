;; All of an argument of a tail call is handed over, by a function whose result is narrower.
;;! check = "run"
;;! exit = 7
(module
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func $upper (param i64 i64) (result i32) (i32.wrap_i64 (i64.shr_u (local.get 0) (i64.const 32))))
  (func $swapped (param i64 i64) (result i32) (return_call $upper (local.get 1) (local.get 0)))
  (func (export "_start") (call $exit (call $swapped (i64.load (i32.const 0)) (i64.const 0x700000000)))))
