;; All of an argument of an indirect tail call is handed over, by a function without results; and by one whose result is
;; a float.
;;! check = "run"
;;! exit = 23
(module
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (type $pair (func (param i64 i64)))
  (global $seen (mut i32) (i32.const 0))
  (table 2 2 funcref)
  (elem (i32.const 0) $first $second)
  (func $first (param i64 i64) (global.set $seen (i32.wrap_i64 (i64.shr_u (local.get 0) (i64.const 32)))))
  (func $second (param i64 i64) (global.set $seen (i32.wrap_i64 (i64.shr_u (local.get 1) (i64.const 32)))))
  (func $swapped (param i64 i64 i32)
    (return_call_indirect (type $pair) (local.get 1) (local.get 0) (local.get 2)))
  (func $upper (param f64 i64 i64) (result f64) (f64.convert_i64_u (i64.shr_u (local.get 2) (i64.const 32))))
  (func $float (param i64 i64) (result f64)
    (return_call $upper (f64.const 0) (local.get 0) (local.get 1)))
  (func (export "_start")
    (call $swapped (i64.load (i32.const 0)) (i64.const 0x700000000) (i32.load (i32.const 8)))
    (call $exit (i32.add
      (global.get $seen)
      (i32.trunc_f64_u (call $float (i64.load (i32.const 0)) (i64.const 0x1000000000)))))))
