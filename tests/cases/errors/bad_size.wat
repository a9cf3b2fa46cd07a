;; A size that is none.
;;! check = "error"
;;! args = ["--stack-size", "lots"]
;;! exit = 2
;;! stderr = ["lots", "64KiB or 8M"]
(module (func (export "_start")))
