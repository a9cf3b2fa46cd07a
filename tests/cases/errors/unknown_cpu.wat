;; A processor that there is not, with where to find those that there are.
;;! check = "error"
;;! args = ["--cpu", "z80"]
;;! exit = 2
;;! stderr = "z80"
(module (func (export "_start")))
