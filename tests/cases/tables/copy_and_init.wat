;; table.copy within and between tables, table.init of passive segments, elem.drop.
;;! check = "run"
;;! args = ["--invoke", "test"]
;;! stdout = "1\n2\n1\n1\n2\n3\n1\n"
(module
  (type $i (func (result i32)))
  (table $a 8 funcref)
  (table $b 8 funcref)
  (elem (table $a) (i32.const 0) func $1 $2)
  (elem $passive func $1 $2 $3)
  (elem $expressions funcref (ref.func $3) (ref.null func))
  (func $1 (result i32) (i32.const 1))
  (func $2 (result i32) (i32.const 2))
  (func $3 (result i32) (i32.const 3))
  (func $a (param i32) (result i32) (call_indirect $a (type $i) (local.get 0)))
  (func $b (param i32) (result i32) (call_indirect $b (type $i) (local.get 0)))
  (func (export "test") (result i32 i32 i32 i32 i32 i32 i32)
    (table.copy $a $a (i32.const 1) (i32.const 0) (i32.const 2))
    (call $a (i32.const 1)) (call $a (i32.const 2)) (call $a (i32.const 0))
    (table.copy $b $a (i32.const 3) (i32.const 1) (i32.const 2))
    (call $b (i32.const 3))
    (table.init $b $passive (i32.const 5) (i32.const 1) (i32.const 2))
    (call $b (i32.const 5)) 
    (elem.drop $passive)
    (table.init $b $passive (i32.const 0) (i32.const 0) (i32.const 0))
    (table.init $b $expressions (i32.const 0) (i32.const 0) (i32.const 2))
    (call $b (i32.const 0))
    (ref.is_null (table.get $b (i32.const 1)))))
