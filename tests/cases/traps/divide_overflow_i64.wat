;; The smallest i64 divided by -1.
;;! check = "run"
;;! args = ["--invoke", "div"]
;;! run_args = ["-9223372036854775808", "-1"]
;;! exit = 134
;;! stderr = "wasm trap: integer overflow\n  0: div (divide_overflow_i64.wat+0x"
(module (func $div (export "div") (param i64 i64) (result i64) (i64.div_s (local.get 0) (local.get 1))))
