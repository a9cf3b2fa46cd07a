;; A NaN has no integer.
;;! check = "run"
;;! args = ["--invoke", "trunc"]
;;! run_args = ["nan"]
;;! exit = 134
;;! stderr = "wasm trap: invalid conversion to integer\n  0: trunc (truncation_of_nan.wat+0x"
(module (func $trunc (export "trunc") (param f32) (result i64) (i64.trunc_f32_s (local.get 0))))
