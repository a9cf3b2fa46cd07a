;; i64.rem_s by zero.
;;! check = "run"
;;! args = ["--invoke", "rem"]
;;! run_args = ["7", "0"]
;;! exit = 134
;;! stderr = "wasm trap: integer divide by zero\n  0: rem (remainder_by_zero.wat+0x"
(module (func $rem (export "rem") (param i64 i64) (result i64) (i64.rem_s (local.get 0) (local.get 1))))
