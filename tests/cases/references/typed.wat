;; Typed function references: called, tested and branched on; tables and globals of them.
;;! check = "run"
;;! args = ["--invoke", "test"]
;;! stdout = "9\n16\n25\n-1\n1\n"
(module
  (type $unary (func (param i32) (result i32)))
  (type $apply (func (param (ref $unary) i32) (result i32)))
  (elem declare func $square)
  (global $g (ref $unary) (ref.func $square))
  (table $t 3 (ref $unary) (ref.func $square))
  (func $square (type $unary) (i32.mul (local.get 0) (local.get 0)))
  (func $apply (type $apply) (call_ref $unary (local.get 1) (local.get 0)))
  (func $or_minus_one (param $f (ref null $unary)) (param i32) (result i32)
    (block $null
      (return (call_ref $unary (local.get 1) (br_on_null $null (local.get $f)))))
    (i32.const -1))
  (func $is_there (param $f (ref null $unary)) (result i32)
    (block $there (result (ref $unary))
      (br_on_non_null $there (local.get $f))
      (return (i32.const 0)))
    (drop)
    (i32.const 1))
  (func (export "test") (result i32 i32 i32 i32 i32)
    (call $apply (global.get $g) (i32.const 3))
    (call_ref $unary (i32.const 4) (ref.as_non_null (table.get $t (i32.const 2))))
    (call $or_minus_one (ref.func $square) (i32.const 5))
    (call $or_minus_one (ref.null $unary) (i32.const 5))
    (call $is_there (ref.func $square))))
