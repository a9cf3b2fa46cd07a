;; A backtrace of a deep recursion is cut, and says so.
;;! check = "run"
;;! args = ["--invoke", "down"]
;;! run_args = ["5000"]
;;! exit = 134
;;! stderr = ["wasm trap: unreachable\n  0: down (", "\n  1: down", "\n  20: down"]
;;! absent = ["\n  4999: down"]
(module
  (func $down (export "down") (param i32) (result i32)
    (if (result i32) (local.get 0)
      (then (i32.add (i32.const 1) (call $down (i32.sub (local.get 0) (i32.const 1)))))
      (else (unreachable)))))
