;; Calls through tables that hold one function of the type, once or several times, find it.
;;! check = "run"
;;! args = ["--invoke", "run"]
;;! run_args = ["1"]
;;! stdout = "11\n12\n13\n"
(module
  (type $a (func (param i32) (result i32)))
  (type $b (func (param i64) (result i32)))
  (table $once 3 funcref)
  (table $often 3 funcref)
  (table $host 1 funcref)
  (elem (table $once) (i32.const 1) func $ten_more)
  (elem (table $often) (i32.const 0) func $twelve $ten_more $twelve)
  (func $ten_more (type $a) (i32.add (local.get 0) (i32.const 10)))
  (func $twelve (type $b) (i32.add (i32.wrap_i64 (local.get 0)) (i32.const 12)))
  (func (export "run") (param i32) (result i32 i32 i32)
    (call_indirect $once (type $a) (local.get 0) (local.get 0))
    (call_indirect $often (type $b) (i64.const 0) (i32.mul (local.get 0) (i32.const 2)))
    (call_indirect $often (type $b) (i64.const 1) (i32.const 0))))
