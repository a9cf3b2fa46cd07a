;; memory.copy past the end traps, and copies nothing.
;;! check = "run"
;;! exit = 134
;;! stderr = ["wasm trap: out of bounds memory access\n", "blit"]
(module (memory 1)
  (func $blit (export "_start") (memory.copy (i32.const 65530) (i32.const 0) (i32.const 7))))
