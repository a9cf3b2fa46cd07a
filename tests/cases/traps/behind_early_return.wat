;; A backtrace from a function that goes on with a part of its own names it once, wherever it is.
;;! check = "run"
;;! exit = 134
;;! stderr = """
;;! wasm trap: unreachable
;;!   0: fail (behind_early_return.wat+0x49)
;;!   1: fail
;;!   2: find
;;!   3: _start
;;! """
(module
  (memory 1)
  (func $fail (param i32) (if (i32.eqz (local.get 0)) (then (unreachable)))
    (call_indirect (param i32) (i32.const 0) (i32.const 0)))
  (table funcref (elem $fail))
  (func $find (param $key i32) (param $at i32) (result i32)
    (if (i32.eq (i32.load (local.get $at)) (local.get $key))
      (then (return (i32.load offset=4 (local.get $at)))))
    (call $fail (local.get $key))
    (call $fail (local.get $at))
    (i32.add (local.get $key) (local.get $at)))
  (func (export "_start")
    (drop (call $find (i32.const 0) (i32.const 8)))
    (drop (call $find (i32.const 7) (i32.const 0)))))
