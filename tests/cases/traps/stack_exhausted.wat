;; Endless recursion is a trap.
;;! check = "run"
;;! exit = 134
;;! stderr = ["wasm trap: call stack exhausted\n", "  0: forever", "\n  1: forever", "\n  2: forever"]
(module
  (func $forever (param i64) (result i64)
    (i64.add (call $forever (i64.add (local.get 0) (i64.const 1))) (local.get 0)))
  (func (export "_start") (drop (call $forever (i64.const 0)))))
