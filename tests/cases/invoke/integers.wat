;; Arguments and results of --invoke: decimal, negative, hexadecimal; printed signed.
;;! check = "run"
;;! args = ["--invoke", "echo"]
;;! run_args = ["-1", "0xffffffff", "4294967295", "-9223372036854775808", "18446744073709551615"]
;;! stdout = "-1\n-1\n-1\n-9223372036854775808\n-1\n"
(module (func (export "echo") (param i32 i32 i32 i64 i64) (result i32 i32 i32 i64 i64)
  (local.get 0) (local.get 1) (local.get 2) (local.get 3) (local.get 4)))
