;; A table that grows far keeps its entries, and calls through the new ones work.
;;! check = "run"
;;! args = ["--invoke", "test"]
;;! stdout = "1\n100001\n7\n7\n1\n"
(module
  (type $i (func (result i32)))
  (table 1 funcref)
  (elem (i32.const 0) func $seven)
  (func $seven (result i32) (i32.const 7))
  (func (export "test") (result i32 i32 i32 i32 i32)
    (table.grow (ref.func $seven) (i32.const 100000))
    (table.size)
    (call_indirect (type $i) (i32.const 0))
    (call_indirect (type $i) (i32.const 100000))
    (ref.is_null (ref.null extern))))
