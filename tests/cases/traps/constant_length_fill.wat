;; One byte past the end, where the length is constant.
;;! check = "run"
;;! exit = 134
;;! stderr = ["wasm trap: out of bounds memory access", "0: far"]
(module (memory 1)
  (func $far (export "_start") (memory.fill (i32.const 65497) (i32.const 1) (i32.const 40))))
