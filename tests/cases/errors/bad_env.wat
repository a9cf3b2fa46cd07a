;; A variable without a name.
;;! check = "error"
;;! args = ["--env", "=x"]
;;! exit = 2
;;! stderr = "NAME=VALUE"
(module (func (export "_start")))
