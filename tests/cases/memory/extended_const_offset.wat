;; Offsets of segments computed by extended constant expressions, with an immutable global.
;;! check = "run"
;;! args = ["--invoke", "test"]
;;! stdout = "33\n1180\n-3\n"
(module
  (memory 1)
  (global $base i32 (i32.const 100))
  (global $computed i32 (i32.add (i32.mul (global.get $base) (i32.const 12)) (i32.sub (i32.const 0) (i32.const 20))))
  (global $wide (mut i64) (i64.sub (i64.mul (i64.const 3) (i64.const 4)) (i64.add (i64.const 10) (i64.const 5))))
  (data (i32.add (global.get $base) (i32.const 4)) "!")
  (func (export "test") (result i32 i32 i64)
    (i32.load8_u (i32.const 104))
    (global.get $computed)
    (global.get $wide)))
