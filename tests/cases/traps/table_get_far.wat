;; table.get of an entry that would be 2 GiB before the table.
;;! check = "run"
;;! exit = 134
;;! stderr = ["wasm trap: out of bounds table access\n", "get"]
(module
  (table i64 3 externref)
  (func $get (export "_start") (drop (table.get (i64.const -268435456)))))
