;; A small function takes the place of calls to it, and is gone itself; one that a table refers to stays, too.
;;! check = "clif"
;;! args = ["--invoke", "run"]
;;! contains = ["; run\n", "; in_table\n", "; heavy\n", "popcnt", "clz"]
;;! absent = ["; light\n", "call fn1"]
(module
  (type $unary (func (param i32) (result i32)))
  (table 2 funcref)
  (elem (i32.const 0) $in_table $heavy)
  (func $light (param i32) (result i32) (i32.popcnt (local.get 0)))
  (func $in_table (param i32) (result i32) (i32.clz (local.get 0)))
  (func $heavy (param i32) (result i32) (loop (br_if 0 (local.get 0))) (i32.const 0))
  (func (export "run") (param i32) (result i32)
    (drop (call_indirect (type $unary) (local.get 0) (local.get 0)))
    (i32.add (call $light (local.get 0))
      (i32.add (call $in_table (local.get 0)) (call $heavy (local.get 0))))))
