;; A call through a table that nothing writes to, in which but one function has the type, compares the
;; index with that function's and makes no indirect call.
;;! check = "clif"
;;! args = ["--invoke", "run"]
;;! contains = ["icmp eq v0", "popcnt"]
;;! absent = ["call_indirect"]
(module
  (type $unary (func (param i32) (result i32)))
  (table 3 funcref)
  (elem (i32.const 0) $unary $nothing)
  (func $unary (type $unary) (i32.popcnt (local.get 0)))
  (func $nothing)
  (func (export "run") (param i32) (result i32)
    (call_indirect (type $unary) (local.get 0) (local.get 0))))
