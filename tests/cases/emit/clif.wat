;; --emit clif writes the functions that the program can reach, with places in the module.
;;! check = "clif"
;;! args = ["--invoke", "sum"]
;;! contains = ["iadd", "return", "@00"]
(module (func (export "sum") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1))))
