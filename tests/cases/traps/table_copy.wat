;; table.copy past the end.
;;! check = "run"
;;! exit = 134
;;! stderr = ["wasm trap: out of bounds table access\n", "move"]
(module (table 3 funcref) (func $move (export "_start") (table.copy (i32.const 2) (i32.const 0) (i32.const 2))))
