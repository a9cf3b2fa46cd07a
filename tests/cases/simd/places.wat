;; Vectors in every place: constants, locals, globals, parameters, results, blocks, loops, select.
;;! check = "run"
;;! args = ["--invoke", "test"]
;;! stdout = "10\n26\n5\n-7\n3\n"
(module
  (global $constant v128 (v128.const i32x4 1 2 3 4))
  (global $variable (mut v128) (v128.const i32x4 0 0 0 0))
  (func $sum (param v128) (result i32)
    (i32.add
      (i32.add (i32x4.extract_lane 0 (local.get 0)) (i32x4.extract_lane 1 (local.get 0)))
      (i32.add (i32x4.extract_lane 2 (local.get 0)) (i32x4.extract_lane 3 (local.get 0)))))
  (func $pair (param i32 v128 f64 v128) (result v128 i64 v128)
    (i32x4.add (local.get 1) (i32x4.splat (local.get 0)))
    (i64.const 5)
    (local.get 3))
  (func (export "test") (result i32 i32 i32 i32 i32)
    (local $vector v128) (local $number i64) (local $count i32)
    (call $sum (global.get $constant))
    (call $pair (i32.const 4) (global.get $constant) (f64.const 0) (v128.const i32x4 -7 0 0 0))
    (global.set $variable)
    (local.set $number)
    (local.set $vector)
    (call $sum (local.get $vector))
    (i32.wrap_i64 (local.get $number))
    (call $sum (select (global.get $variable) (global.get $constant) (i32.const 1)))
    (v128.const i64x2 0 0)
    (loop $again (param v128) (result v128)
      (i32x4.add (v128.const i32x4 1 0 0 0))
      (local.set $count (i32.add (local.get $count) (i32.const 1)))
      (br_if $again (i32.lt_s (local.get $count) (i32.const 3))))
    (call $sum)))
