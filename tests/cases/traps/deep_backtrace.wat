;; A backtrace of a deep recursion shows both ends, and how much it leaves out.
;;! check = "run"
;;! args = ["--invoke", "down"]
;;! run_args = ["5000"]
;;! exit = 134
;;! stderr = ["wasm trap: unreachable\n  0: down (", "\n  1: down", "\n 20: down", " more ...\n", "\n 5000: down\n"]
;;! absent = ["2500: down"]
(module
  (func $down (export "down") (param i32) (result i32)
    (if (result i32) (local.get 0)
      (then (i32.add (i32.const 1) (call $down (i32.sub (local.get 0) (i32.const 1)))))
      (else (unreachable)))))
