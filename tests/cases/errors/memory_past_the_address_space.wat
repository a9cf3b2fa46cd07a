;; A memory that starts with more than a process can address.
;;! check = "error"
;;! stderr = "bytes of memory are needed"
(module (memory i64 0x1000000000000) (func (export "_start")))
