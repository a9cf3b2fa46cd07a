;; A condition that is a byte or two of a larger value is of these bits alone, in branches and selections, whatever
;; stands above them.
;;! check = "run"
;;! args = ["--invoke", "test"]
;;! run_args = ["0x7700005500440000"]
;;! stdout = "0\n1\n0\n1\n0\n1\n0\n1\n"
(module
  (func $byte (param i64) (result i32) (i32.extend8_s (i32.wrap_i64 (local.get 0))))
  (func $word (param i64) (result i32) (i32.extend16_s (i32.wrap_i64 (local.get 0))))
  (func $is (param i32) (result i32)
    (if (result i32) (local.get 0) (then (i32.const 1)) (else (i32.const 0))))
  (func (export "test") (param $x i64) (result i32 i32 i32 i32 i32 i32 i32 i32)
    (call $is (call $byte (i64.shr_u (local.get $x) (i64.const 40))))
    (call $is (call $byte (i64.shr_u (local.get $x) (i64.const 32))))
    (select (i32.const 1) (i32.const 0) (call $byte (i64.shr_u (local.get $x) (i64.const 48))))
    (select (i32.const 1) (i32.const 0) (call $byte (i64.shr_u (local.get $x) (i64.const 56))))
    (call $is (call $word (local.get $x)))
    (call $is (call $word (i64.shr_u (local.get $x) (i64.const 32))))
    (i32.ne (call $byte (i64.shr_u (local.get $x) (i64.const 40))) (i32.const 0))
    (i32.ne (call $word (i64.shr_u (local.get $x) (i64.const 48))) (i32.const 0))))
