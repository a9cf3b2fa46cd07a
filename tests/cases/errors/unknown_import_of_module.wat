;; A module of the program that does not export what is imported from it.
;;! check = "error"
;;! args = ["--module", "lib=lib.wat"]
;;! files."lib.wat" = '(module (func (export "there")))'
;;! stderr = "unknown import `lib.not_there`"
(module (import "lib" "not_there" (func)) (func (export "_start")))
