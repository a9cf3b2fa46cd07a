;; table.get, set, grow, size and fill on tables of functions and of external references.
;;! check = "run"
;;! args = ["--invoke", "test"]
;;! stdout = "1\n0\n2\n5\n9\n9\n-1\n5\n0\n0\n-1\n1\n0\n2\n"
(module
  (type $i (func (result i32)))
  (table $f 2 6 funcref)
  (table $e 0 externref)
  (func $nine (result i32) (i32.const 9)) (elem declare func $nine)
  (func (export "test") (result i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)
    (ref.is_null (table.get $f (i32.const 1)))
    (table.set $f (i32.const 1) (ref.func $nine))
    (ref.is_null (table.get $f (i32.const 1)))
    (table.grow $f (ref.func $nine) (i32.const 3))
    (table.size $f)
    (call_indirect $f (type $i) (i32.const 4))
    (call_indirect $f (type $i) (i32.const 1))
    (table.grow $f (ref.null func) (i32.const 2))
    (table.size $f)
    (table.fill $f (i32.const 2) (ref.null func) (i32.const 2))
    (ref.is_null (table.get $f (i32.const 4)))
    (table.grow $e (ref.null extern) (i32.const 2))
    (table.grow $e (ref.null extern) (i32.const -1))
    (ref.is_null (table.get $e (i32.const 1)))
    (table.fill $f (i32.const 2) (ref.func $nine) (i32.const 1))
    (ref.is_null (table.get $f (i32.const 2)))
    (table.size $e)))
