;; Functions with 1, 2, 3, 9 and 17 float results; alternating signs show an exchange.
;;! check = "run"
;;! args = ["--invoke", "test"]
;;! stdout = "1.5\n-0.5\n6.25\n2.5\n4.5\n"
(module
  (func $1 (result f64) (f64.const 1.5))
  (func $2 (result f32 f32) (f32.const 1) (f32.const 1.5))
  (func $3 (result f64 f32 f64) (f64.const 1.25) (f32.const 2) (f64.const 3))
  (func $9 (result f64 f64 f64 f64 f64 f64 f64 f64 f64)
    (f64.const 0.5) (f64.const 1) (f64.const 1.5) (f64.const 2) (f64.const 2.5) (f64.const 3) (f64.const 3.5)
    (f64.const 4) (f64.const 4.5))
  (func $17 (result f32 f32 f32 f32 f32 f32 f32 f32 f32 f32 f32 f32 f32 f32 f32 f32 f32)
    (f32.const 0.5) (f32.const 1) (f32.const 1.5) (f32.const 2) (f32.const 2.5) (f32.const 3) (f32.const 3.5)
    (f32.const 4) (f32.const 4.5) (f32.const 5) (f32.const 5.5) (f32.const 6) (f32.const 6.5) (f32.const 7)
    (f32.const 7.5) (f32.const 8) (f32.const 8.5))
  (func $sum_3 (param f64 f32 f64) (result f64)
    (f64.add (local.get 0) (f64.add (f64.promote_f32 (local.get 1)) (local.get 2))))
  (func (export "test") (result f64 f32 f64 f64 f32)
    (call $1)
    (f32.sub (call $2))
    (call $sum_3 (call $3))
    (call $9) (f64.sub) (f64.sub) (f64.sub) (f64.sub) (f64.sub) (f64.sub) (f64.sub) (f64.sub)
    (call $17) (f32.sub) (f32.sub) (f32.sub) (f32.sub) (f32.sub) (f32.sub) (f32.sub) (f32.sub)
    (f32.sub) (f32.sub) (f32.sub) (f32.sub) (f32.sub) (f32.sub) (f32.sub) (f32.sub)))
