;; Globals of all types, constant and variable, and some that an imported one initialises.
;;! check = "run"
;;! args = ["--module", "lib=lib.wat", "--invoke", "test"]
;;! files."lib.wat" = '(module (global (export "i32") i32 (i32.const -1)) (global (export "f64") f64 (f64.const -0.5)))'
;;! stdout = "-1\n-9223372036854775808\n1.25\n-0.5\n7\n8\n2.5\n3.5\n-1\n-0.5\n"
(module
  (import "lib" "i32" (global $i32 i32))
  (import "lib" "f64" (global $f64 f64))
  (global $i64 i64 (i64.const 0x8000000000000000))
  (global $f32 f32 (f32.const 1.25))
  (global $copy i32 (global.get $i32))
  (global $f64_copy (mut f64) (global.get $f64))
  (global $i32m (mut i32) (i32.const 1))
  (global $i64m (mut i64) (i64.const 1))
  (global $f32m (mut f32) (f32.const 1))
  (global $f64m (mut f64) (f64.const 1))
  (func $set
    (global.set $i32m (i32.const 7)) (global.set $i64m (i64.const 8))
    (global.set $f32m (f32.const 2.5)) (global.set $f64m (f64.const 3.5)))
  (func (export "test") (result i32 i64 f32 f64 i32 i64 f32 f64 i32 f64)
    (call $set)
    (global.get $i32) (global.get $i64) (global.get $f32) (global.get $f64)
    (global.get $i32m) (global.get $i64m) (global.get $f32m) (global.get $f64m)
    (global.get $copy) (global.get $f64_copy)))
