;; The remainder of the smallest integers by -1 is 0, and no trap.
;;! check = "run"
;;! args = ["--invoke", "rem"]
;;! run_args = ["-2147483648", "-1", "-9223372036854775808", "-1"]
;;! stdout = "0\n0\n"
(module (func (export "rem") (param i32 i32 i64 i64) (result i32 i64)
  (i32.rem_s (local.get 0) (local.get 1)) (i64.rem_s (local.get 2) (local.get 3))))
