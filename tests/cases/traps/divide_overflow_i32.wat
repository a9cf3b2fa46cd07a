;; The smallest i32 divided by -1.
;;! check = "run"
;;! args = ["--invoke", "div"]
;;! run_args = ["-2147483648", "-1"]
;;! exit = 134
;;! stderr = "wasm trap: integer overflow\n  0: div (divide_overflow_i32.wat+0x"
(module (func $div (export "div") (param i32 i32) (result i32) (i32.div_s (local.get 0) (local.get 1))))
