;; An address computed from both halves of a product, each used once.
;;! check = "run"
;;! args = ["--enable", "wide-arithmetic", "--invoke", "run"]
;;! run_args = ["1099511627776", "1099511627776"]
;;! stdout = "7\n"
(module
  (memory 1)
  (data (i32.const 64) "\07")
  (func (export "run") (param $a i64) (param $b i64) (result i64) (local $low i64) (local $high i64) (local $far i64)
    (i64.mul_wide_u (local.get $a) (local.get $b))
    (local.set $high)
    (local.set $low)
    (local.set $far (i64.extend_i32_u (i32.load16_s (i32.trunc_sat_f32_u (f32.convert_i64_s
      (i64.clz (i64.mul (local.get $low) (local.get $high))))))))
    (i64.add (local.get $far) (i64.load16_u (i32.wrap_i64 (i64.clz (local.get $b)))))))
