;; Types of structures.
;;! check = "error"
;;! stderr = "the `gc` proposal is not supported"
(module (type (struct (field i32))) (func (export "_start")))
