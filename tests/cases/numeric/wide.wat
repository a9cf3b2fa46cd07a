;; 128-bit arithmetic: carries, borrows, and whole products.
;;! check = "run"
;;! args = ["--enable", "wide-arithmetic", "--invoke", "test"]
;;! stdout = "0\n1\n-1\n-1\n1\n-2\n1\n0\n"
(module
  (func (export "test") (result i64 i64 i64 i64 i64 i64 i64 i64)
    (i64.add128 (i64.const -1) (i64.const 0) (i64.const 1) (i64.const 0))
    (i64.sub128 (i64.const 0) (i64.const 0) (i64.const 1) (i64.const 0))
    (i64.mul_wide_u (i64.const -1) (i64.const -1))
    (i64.mul_wide_s (i64.const -1) (i64.const -1))))
