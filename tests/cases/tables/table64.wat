;; A table with 64-bit indexes.
;;! check = "run"
;;! args = ["--invoke", "test"]
;;! stdout = "2\n7\n6\n1\n"
(module
  (type $number (func (result i32)))
  (table $t i64 2 100 funcref)
  (elem (table $t) (i64.const 1) func $seven)
  (func $seven (type $number) (i32.const 7))
  (func (export "test") (result i64 i32 i64 i32)
    (table.grow $t (ref.null func) (i64.const 4))
    (call_indirect $t (type $number) (i64.const 1))
    (table.size $t)
    (ref.is_null (table.get $t (i64.const 5)))))
