;; A module without its file.
;;! check = "error"
;;! args = ["--module", "lib"]
;;! exit = 2
;;! stderr = "NAME=FILE"
(module (func (export "_start")))
