;; A memory with 64-bit addresses.
;;! check = "error"
;;! stderr = "the `memory64` proposal is not supported"
(module (memory i64 1) (func (export "_start")))
