;; Several memories in one module.
;;! check = "error"
;;! stderr = "the `multi-memory` proposal is not supported"
(module (memory 1) (memory 1) (func (export "_start")))
