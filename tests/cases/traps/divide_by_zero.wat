;; Division by zero, of the operands of a function that the backtrace names.
;;! check = "run"
;;! exit = 134
;;! stderr = ["wasm trap: integer divide by zero\n", "  0: average (divide_by_zero.wat+0x", "\n  1: report", "\n  2: _start"]
(module
  (func $average (param i32 i32) (result i32) (i32.div_u (local.get 0) (local.get 1)))
  (func $report (drop (call $average (i32.const 10) (i32.const 0))) (call $report))
  (func $_start (export "_start") (call $report) (call $report)))
