;; A page size of one byte.
;;! check = "error"
;;! stderr = "the `custom-page-sizes` proposal is not supported"
(module (memory 1 (pagesize 1)) (func (export "_start")))
