;; -O s: functions with frames, and one without, are each once in a backtrace.
;;! check = "run"
;;! args = ["-O", "s", "--invoke", "outer"]
;;! run_args = ["-1"]
;;! exit = 134
;;! stderr = ["wasm trap: out of bounds memory access\n  0: inner (frames_for_size.wat+0x", ")\n  1: middle\n  2: outer\n"]
(module
  (memory 1)
  (type $unary (func (param i32) (result i32)))
  (table 4 funcref)
  (elem (i32.const 0) $leaf $inner $middle)
  (func $leaf (param i32) (result i32) (i32.mul (local.get 0) (i32.const 77)))
  (func $inner (param i32) (result i32)
    (i32.add (call_indirect (type $unary) (local.get 0) (i32.const 0)) (i32.load (local.get 0))))
  (func $middle (param i32) (result i32)
    (i32.add
      (call_indirect (type $unary) (local.get 0) (i32.and (local.get 0) (i32.const 1)))
      (i32.load (i32.const 12))))
  (func $outer (export "outer") (param i32) (result i32)
    (i32.add
      (i32.load (i32.const 16))
      (call_indirect (type $unary) (local.get 0) (i32.add (i32.const 1) (i32.and (local.get 0) (i32.const 1)))))))
