;; Locals start at zero; local.tee keeps its value on the stack; parameters are locals too.
;;! check = "run"
;;! args = ["--invoke", "test"]
;;! stdout = "0\n0\n0\n0\n5\n5\n6\n9\n"
(module
  (func $parameters (param i32 i64) (result i32)
    (local.set 0 (i32.add (local.get 0) (i32.const 1))) (local.get 0))
  (func (export "test") (result i32 i64 f32 f64 i32 i32 i32 i64)
    (local i32 i64 f32 f64 i32 i64)
    (local.get 0) (local.get 1) (local.get 2) (local.get 3)
    (local.tee 4 (i32.const 5)) (local.get 4)
    (call $parameters (i32.const 5) (i64.const 0))
    (local.set 5 (i64.const 9)) (local.get 5)))
