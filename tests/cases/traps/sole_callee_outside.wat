;; A call through a table with one function of the type, by an index that is not the function's.
;;! check = "run"
;;! args = ["--invoke", "run"]
;;! run_args = ["3"]
;;! exit = 134
;;! stderr = "wasm trap: undefined element\n  0: run (sole_callee_outside.wat+0x"
(module
  (type $unary (func (param i32) (result i32)))
  (table 3 funcref)
  (elem (i32.const 0) $unary $nothing)
  (func $unary (type $unary) (local.get 0))
  (func $nothing)
  (func (export "run") (param i32) (result i32)
    (call_indirect (type $unary) (local.get 0) (local.get 0))))
