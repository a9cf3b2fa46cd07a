;; More parameters than registers, of all types mixed, arrive in order.
;;! check = "run"
;;! args = ["--invoke", "test"]
;;! stdout = "285\n204.5\n"
(module
  (func $weigh
    (param i32 f32 i64 f64 i32 f32 i64 f64 i32 f32 i64 f64 i32 f32 i64 f64 i32 f32 i64 f64 i32 f32 i64 f64 i32 f32 i64 f64)
    (result i64 f64)
    (i64.add (i64.extend_i32_s (local.get 0)) (i64.mul (i64.const 2) (local.get 2)))
    (i64.add (i64.mul (i64.const 3) (i64.extend_i32_s (local.get 12))))
    (i64.add (i64.mul (i64.const 5) (local.get 22)))
    (i64.add (i64.mul (i64.const 7) (i64.extend_i32_s (local.get 24))))
    (i64.add (local.get 26))
    (f64.add (f64.promote_f32 (local.get 1)) (f64.mul (f64.const 2) (local.get 3)))
    (f64.add (f64.mul (f64.const 3) (f64.promote_f32 (local.get 17))))
    (f64.add (f64.mul (f64.const 5) (local.get 19)))
    (f64.add (local.get 27)))
  (func (export "test") (result i64 f64)
    (call $weigh
      (i32.const 1) (f32.const 1.5) (i64.const 2) (f64.const 2.5) (i32.const 0) (f32.const 0) (i64.const 0)
      (f64.const 0) (i32.const 0) (f32.const 0) (i64.const 0) (f64.const 0) (i32.const 13) (f32.const 0)
      (i64.const 0) (f64.const 0) (i32.const 0) (f32.const 18) (i64.const 0) (f64.const 20) (i32.const 0)
      (f32.const 0) (i64.const 23) (f64.const 0) (i32.const 14) (f32.const 0) (i64.const 28) (f64.const 44))))
