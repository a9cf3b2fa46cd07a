;; table.get at the table's length.
;;! check = "run"
;;! exit = 134
;;! stderr = ["wasm trap: out of bounds table access\n", "look"]
(module (table 3 funcref) (func $look (export "_start") (drop (table.get (i32.const 3)))))
