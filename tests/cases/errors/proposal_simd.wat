;; What is not supported yet is named: the proposal, the function, and where.
;;! check = "error"
;;! stderr = ["the `simd` proposal is not supported", "in function vectors", "(at byte offset 0x"]
(module (func (export "_start")) (func $vectors (drop (v128.const i32x4 1 2 3 4))))
