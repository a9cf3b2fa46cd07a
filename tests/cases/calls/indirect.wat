;; call_indirect through two tables; equal types of different names are one type.
;;! check = "run"
;;! args = ["--invoke", "test"]
;;! stdout = "7\n12\n-1\n4\n"
(module
  (type $binary (func (param i32 i32) (result i32)))
  (type $also_binary (func (param i32 i32) (result i32)))
  (type $unary (func (param i32) (result i32)))
  (table $a 4 funcref)
  (table $b 2 funcref)
  (elem (table $a) (i32.const 1) func $add $mul)
  (elem (table $b) (i32.const 0) func $sub $negate)
  (func $add (type $binary) (i32.add (local.get 0) (local.get 1)))
  (func $mul (type $also_binary) (i32.mul (local.get 0) (local.get 1)))
  (func $sub (type $binary) (i32.sub (local.get 0) (local.get 1)))
  (func $negate (type $unary) (i32.sub (i32.const 0) (local.get 0)))
  (func (export "test") (result i32 i32 i32 i32)
    (call_indirect $a (type $binary) (i32.const 3) (i32.const 4) (i32.const 1))
    (call_indirect $a (type $binary) (i32.const 3) (i32.const 4) (i32.const 2))
    (call_indirect $b (type $also_binary) (i32.const 3) (i32.const 4) (i32.const 0))
    (call_indirect $b (type $unary) (i32.const -4) (i32.const 1))))
