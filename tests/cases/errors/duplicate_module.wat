;; Two modules of one name.
;;! check = "error"
;;! args = ["--module", "lib=lib.wat", "--module", "lib=lib.wat"]
;;! files."lib.wat" = '(module)'
;;! stderr = "`lib`"
(module (func (export "_start")))
