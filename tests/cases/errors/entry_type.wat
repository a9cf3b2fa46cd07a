;; _start with a parameter.
;;! check = "error"
;;! stderr = "`_start` must take no parameters"
(module (func (export "_start") (param i32)))
