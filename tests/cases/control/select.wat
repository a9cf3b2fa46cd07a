;; select of every type, typed and untyped.
;;! check = "run"
;;! args = ["--invoke", "test"]
;;! stdout = "1\n2\n3\n4\n1.5\n-2.5\n0.25\n8.5\n0\n1\n"
(module
  (func $f) (elem declare func $f)
  (func $i32 (param i32) (result i32) (select (i32.const 1) (i32.const 2) (local.get 0)))
  (func $i64 (param i32) (result i64) (select (result i64) (i64.const 3) (i64.const 4) (local.get 0)))
  (func $f32 (param i32) (result f32) (select (f32.const 1.5) (f32.const -2.5) (local.get 0)))
  (func $f64 (param i32) (result f64) (select (f64.const 0.25) (f64.const 8.5) (local.get 0)))
  (func $ref (param i32) (result i32)
    (ref.is_null (select (result funcref) (ref.func $f) (ref.null func) (local.get 0))))
  (func (export "test") (result i32 i32 i64 i64 f32 f32 f64 f64 i32 i32)
    (call $i32 (i32.const 2)) (call $i32 (i32.const 0))
    (call $i64 (i32.const 1)) (call $i64 (i32.const 0))
    (call $f32 (i32.const 1)) (call $f32 (i32.const 0))
    (call $f64 (i32.const -1)) (call $f64 (i32.const 0))
    (call $ref (i32.const 1)) (call $ref (i32.const 0))))
