;; A vector that ends past the memory.
;;! check = "run"
;;! exit = 134
;;! stderr = ["wasm trap: out of bounds memory access", "0: store ("]
(module
  (memory 1)
  (func $store (v128.store (i32.const 65528) (v128.const i64x2 -1 -1)))
  (func (export "_start") (call $store)))
