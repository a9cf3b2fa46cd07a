;; Nine results of mixed types are printed in order, each from its own register or slot.
;;! check = "run"
;;! args = ["--invoke", "test"]
;;! stdout = "1\n2.5\n3\n4.5\n5\n6.5\n7\n8.5\n-9\n"
(module
  (func $mixed (result i32 f32 i64 f64 i32 f32 i64 f64 i32)
    (i32.const 1) (f32.const 2.5) (i64.const 3) (f64.const 4.5) (i32.const 5) (f32.const 6.5) (i64.const 7)
    (f64.const 8.5) (i32.const -9))
  (func (export "test") (result i32 f32 i64 f64 i32 f32 i64 f64 i32) (call $mixed)))
