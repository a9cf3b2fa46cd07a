;; table.fill past the end.
;;! check = "run"
;;! exit = 134
;;! stderr = ["wasm trap: out of bounds table access\n", "fill"]
(module (table 3 funcref) (func $fill (export "_start") (table.fill (i32.const 1) (ref.null func) (i32.const 3))))
