;; A module that imports nothing and exports _start.
;;! check = "run"
;;! exit = 0
(module (func (export "_start")))
