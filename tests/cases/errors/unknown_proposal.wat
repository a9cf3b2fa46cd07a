;; A proposal that is not there lists those that are.
;;! check = "error"
;;! args = ["--disable", "sind"]
;;! exit = 2
;;! stderr = ["'sind'", "simd", "tail-call"]
(module (func (export "_start")))
