;; Offsets of segments and values of globals by extended constant expressions, with an imported global.
;;! check = "run"
;;! args = ["--module", "lib=lib.wat", "--invoke", "test"]
;;! files."lib.wat" = '(module (global (export "base") i32 (i32.const 100)))'
;;! stdout = "33\n1180\n-3\n5\n"
(module
  (type $i (func (result i32)))
  (import "lib" "base" (global $base i32))
  (memory 1)
  (table 10 funcref)
  (global $computed i32 (i32.add (i32.mul (global.get $base) (i32.const 12)) (i32.sub (i32.const 0) (i32.const 20))))
  (global $wide (mut i64) (i64.sub (i64.mul (i64.const 3) (i64.const 4)) (i64.add (i64.const 10) (i64.const 5))))
  (data (i32.add (global.get $base) (i32.const 4)) "!")
  (elem (offset (i32.sub (global.get $base) (i32.const 93))) func $five)
  (func $five (result i32) (i32.const 5))
  (func (export "test") (result i32 i32 i64 i32)
    (i32.load8_u (i32.const 104))
    (global.get $computed)
    (global.get $wide)
    (call_indirect (type $i) (i32.const 7))))
