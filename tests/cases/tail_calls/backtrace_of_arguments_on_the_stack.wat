;; A function that goes on with one of more arguments has its caller in the backtrace, and all before.
;;! check = "run"
;;! exit = 134
;;! stderr = """
;;!   1: sum
;;!   2: again
;;!   3: again
;;!   4: again
;;!   5: _start
;;! """
(module
  (memory 1)
  (func $trap (param i32) (drop (i32.load (i32.const -8))))
  (func $sum (param i32 i32 i32 i32 i32 i32 i32 i32) (result i32)
    (call $trap (local.get 7))
    (i32.add (local.get 0) (local.get 7)))
  (func $one (param i32) (result i32)
    (return_call $sum (local.get 0) (local.get 0) (local.get 0) (local.get 0) (local.get 0) (local.get 0)
      (local.get 0) (local.get 0)))
  (func $again (param i32) (result i32)
    (if (result i32) (i32.eqz (local.get 0))
      (then (i32.add (i32.const 3) (call $one (i32.const 1))))
      (else (i32.add (local.get 0) (call $again (i32.sub (local.get 0) (i32.const 1)))))))
  (func (export "_start") (drop (call $again (i32.const 2)))))
