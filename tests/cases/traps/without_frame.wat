;; A function without a frame traps like any other: its caller is in the backtrace.
;;! check = "run"
;;! args = ["--invoke", "outer"]
;;! run_args = ["65532"]
;;! exit = 134
;;! stderr = ["wasm trap: out of bounds memory access\n  0: inner (", "\n  1: outer\n"]
(module
  (memory 1 1)
  (type $unary (func (param i32) (result i32)))
  (table 2 funcref)
  (elem (i32.const 0) $inner $other)
  (func $inner (param $at i32) (result i32) (i32.load offset=4 (local.get $at)))
  (func $other (param $at i32) (result i32) (i32.load offset=8 (local.get $at)))
  (func (export "outer") (param $at i32) (result i32)
    (i32.add (call_indirect (type $unary) (local.get $at) (i32.and (local.get $at) (i32.const 1))) (i32.const 1))))
