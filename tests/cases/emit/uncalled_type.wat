;; What is only in a table is not compiled if nothing reachable calls references of its type: here by
;; none of the ways to call one, but that of a function which nothing calls.
;;! check = "clif"
;;! args = ["--invoke", "run"]
;;! contains = ["popcnt"]
;;! absent = ["clz", "ctz"]
(module
  (type $unary (func (param i32) (result i32)))
  (type $wide (func (param i64) (result i64)))
  (table (export "table") 4 funcref)
  (elem (i32.const 1) $called $also_called $uncalled)
  (func $called (type $unary) (i32.popcnt (local.get 0)))
  (func $also_called (type $unary) (i32.add (local.get 0) (i32.const 1)))
  (func $uncalled (type $wide) (i64.clz (local.get 0)))
  (func (param i64) (result i64) (call_indirect (type $wide) (i64.ctz (local.get 0)) (i32.const 3)))
  (func (export "run") (param i32) (result i32)
    (call_indirect (type $unary) (local.get 0) (local.get 0))))
