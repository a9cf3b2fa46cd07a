;; The output would replace a module of the program.
;;! check = "error"
;;! args = ["--module", "lib=lib.wat", "-o", "lib.wat"]
;;! files."lib.wat" = '(module)'
;;! exit = 2
;;! stderr = "-o"
(module (func (export "_start")))
