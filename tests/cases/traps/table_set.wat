;; table.set at index 0xFFFFFFFF.
;;! check = "run"
;;! exit = 134
;;! stderr = ["wasm trap: out of bounds table access\n", "put"]
(module (table 3 externref) (func $put (export "_start") (table.set (i32.const -1) (ref.null extern))))
