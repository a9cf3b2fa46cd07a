;; So does one from the part that has no frame.
;;! check = "run"
;;! exit = 134
;;! stderr = """
;;! wasm trap: out of bounds memory access
;;!   0: find (before_early_return.wat+0x5d)
;;!   1: through
;;!   2: _start
;;! """
(module
  (memory 1)
  (func $next (param i32) (drop (memory.grow (local.get 0)))
    (call_indirect (param i32) (i32.const 0) (i32.const 0)))
  (table funcref (elem $next))
  (func $find (param $key i32) (param $at i32) (result i32)
    (if (i32.eq (i32.load (local.get $at)) (local.get $key))
      (then (return (i32.load offset=4 (local.get $at)))))
    (call $next (local.get $key))
    (call $next (local.get $at))
    (i32.add (local.get $key) (local.get $at)))
  (func $through (param i32) (result i32) (i32.add (call $find (i32.const 0) (local.get 0)) (i32.const 1)))
  (func (export "_start")
    (drop (call $through (i32.const 8)))
    (drop (call $through (i32.const -8)))))
