;; `term` ends the program by a signal.
;;! check = "run"
;;! exit = -15
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_raise" (func $proc_raise (param i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (global $SUCCESS i32 (i32.const 0))
  ;; Ends the program if `got` is not `want`, with the count of the call that found out.
  (global $checks (mut i32) (i32.const 0))
  (func $expect (param $got i32) (param $want i32)
    (global.set $checks (i32.add (global.get $checks) (i32.const 1)))
    (if (i32.eq (local.get $got) (local.get $want)) (then (return)))
    (call $number (global.get $checks))
    (call $number (local.get $got))
    (call $number (local.get $want))
    (call $proc_exit (i32.const 1)))
  (func $expect64 (param $got i64) (param $want i64)
    (call $expect (i32.wrap_i64 (local.get $got)) (i32.wrap_i64 (local.get $want)))
    (call $expect (i32.wrap_i64 (i64.shr_u (local.get $got) (i64.const 32))) (i32.wrap_i64 (i64.shr_u (local.get $want) (i64.const 32)))))
  ;; Writes `n` and a newline to stdout.
  (func $number (param $n i32)
    (local $at i32)
    (local.set $at (i32.const 511))
    (i32.store8 (local.get $at) (i32.const 10))
    (loop $digit
      (local.set $at (i32.sub (local.get $at) (i32.const 1)))
      (i32.store8 (local.get $at) (i32.add (i32.const 48) (i32.rem_u (local.get $n) (i32.const 10))))
      (br_if $digit (local.tee $n (i32.div_u (local.get $n) (i32.const 10)))))
    (call $write (local.get $at) (i32.sub (i32.const 512) (local.get $at))))
  (func $write (param $address i32) (param $len i32)
    (i32.store (i32.const 480) (local.get $address))
    (i32.store (i32.const 484) (local.get $len))
    (drop (call $fd_write (i32.const 1) (i32.const 480) (i32.const 1) (i32.const 488))))
  (func (export "_start")
    (call $expect (call $proc_raise (i32.const 15)) (global.get $SUCCESS))))
