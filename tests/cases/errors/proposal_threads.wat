;; A shared memory.
;;! check = "error"
;;! stderr = "the `threads` proposal is not supported"
(module (memory 1 1 shared) (func (export "_start")))
