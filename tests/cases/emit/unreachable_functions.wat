;; What the program cannot reach is not compiled: an export that nobody calls.
;;! check = "clif"
;;! args = ["--invoke", "sum"]
;;! contains = ["iadd"]
;;! absent = ["imul", "isub"]
(module
  (func (export "sum") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
  (func (export "product") (param i32 i32) (result i32) (i32.mul (local.get 0) (call $difference (local.get 1))))
  (func $difference (param i32) (result i32) (i32.sub (local.get 0) (i32.const 1))))
