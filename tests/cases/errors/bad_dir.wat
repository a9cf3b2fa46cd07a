;; A grant of a folder without a name.
;;! check = "error"
;;! args = ["--dir", "::guest"]
;;! exit = 2
;;! stderr = "HOST::GUEST"
(module (func (export "_start")))
