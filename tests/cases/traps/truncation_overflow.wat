;; i32.trunc_f64_s of a number past the range.
;;! check = "run"
;;! args = ["--invoke", "trunc"]
;;! run_args = ["2147483648"]
;;! exit = 134
;;! stderr = "wasm trap: integer overflow\n  0: trunc (truncation_overflow.wat+0x"
(module (func $trunc (export "trunc") (param f64) (result i32) (i32.trunc_f64_s (local.get 0))))
