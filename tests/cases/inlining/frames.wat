;; Functions between that were inlined are in the backtrace, whether they trap, call, or their caller does.
;;! check = "run"
;;! args = ["--invoke", "run"]
;;! run_args = ["3"]
;;! exit = 134
;;! stderr = ["wasm trap: unreachable\n  0: deep (frames.wat+0x2", "\n  1: middle\n  2: outer\n  3: deep\n  4: middle\n  5: outer\n  6: deep\n  7: middle\n  8: outer\n  9: run\n"]
(module
  ;; Too heavy to be inlined, and recursive.
  (func $deep (param i32) (result i32)
    (if (i32.eqz (local.get 0)) (then (unreachable)))
    (i32.add (call $outer (local.get 0)) (i32.const 1)))
  (func $middle (param i32) (result i32)
    (i32.add (call $deep (local.get 0)) (i32.const 2)))
  (func $outer (param i32) (result i32)
    (i32.mul (call $middle (i32.sub (local.get 0) (i32.const 1))) (i32.const 3)))
  (func (export "run") (param i32) (result i32) (call $outer (local.get 0))))
