;; Both halves of a product come from one multiplication.
;;! check = "asm"
;;! args = ["--enable", "wide-arithmetic", "--invoke", "multiply"]
;;! targets = ["x86_64-linux"]
;;! contains = ["mulq"]
;;! absent = ["imulq"]
(module
  (func (export "multiply") (param i64 i64) (result i64 i64)
    (i64.mul_wide_u (local.get 0) (local.get 1))))
