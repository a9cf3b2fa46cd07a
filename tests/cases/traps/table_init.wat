;; table.init past the end of the segment.
;;! check = "run"
;;! exit = 134
;;! stderr = ["wasm trap: out of bounds table access\n", "init"]
(module (table 3 funcref) (elem $e func $init)
  (func $init (export "_start") (table.init $e (i32.const 0) (i32.const 1) (i32.const 1))))
