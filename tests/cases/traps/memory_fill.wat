;; memory.fill past the end, whose length plus address would overflow 32 bits.
;;! check = "run"
;;! exit = 134
;;! stderr = ["wasm trap: out of bounds memory access\n", "wipe"]
(module (memory 1)
  (func $wipe (export "_start") (memory.fill (i32.const 1) (i32.const 0) (i32.const -1))))
