;; A memory where a function is exported.
;;! check = "error"
;;! args = ["--module", "lib=lib.wat"]
;;! files."lib.wat" = '(module (func (export "f")))'
;;! stderr = "incompatible import type for `lib.f`"
(module (import "lib" "f" (memory 1)) (func (export "_start")))
