;; Exception tags.
;;! check = "error"
;;! stderr = "the `exception-handling` proposal is not supported"
(module (tag) (func (export "_start")))
