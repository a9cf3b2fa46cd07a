;; A flag that is not implemented yet says so.
;;! check = "error"
;;! args = ["-g"]
;;! exit = 2
;;! stderr = "`-g` is not implemented yet"
(module (func (export "_start")))
