;; i64.trunc_f32_u of -1.
;;! check = "run"
;;! args = ["--invoke", "trunc"]
;;! run_args = ["-1"]
;;! exit = 134
;;! stderr = "wasm trap: integer overflow\n"
(module (func $trunc (export "trunc") (param f32) (result i64) (i64.trunc_f32_u (local.get 0))))
