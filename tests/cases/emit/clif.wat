;; --emit clif writes the functions under their names, before an ISA is known.
;;! check = "clif"
;;! contains = ["add", "iadd", "return"]
(module (func $add (export "_start")) (func $sum (export "sum") (param i32 i32) (result i32)
  (i32.add (local.get 0) (local.get 1))))
