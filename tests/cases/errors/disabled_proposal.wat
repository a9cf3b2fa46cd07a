;; A proposal that the user disables is an error that names it, the function, and where.
;;! check = "error"
;;! args = ["--disable", "simd"]
;;! stderr = ["the `simd` proposal is not allowed", "in function vectors", "(at byte offset 0x", "`--enable simd` allows it"]
(module (func (export "_start")) (func $vectors (drop (v128.const i32x4 1 2 3 4))))
