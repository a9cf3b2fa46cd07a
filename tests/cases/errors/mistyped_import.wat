;; A function of another module imported with another type.
;;! check = "error"
;;! args = ["--module", "lib=lib.wat"]
;;! files."lib.wat" = '(module (func (export "f") (param i32)))'
;;! stderr = "incompatible import type for `lib.f`"
(module (import "lib" "f" (func (param i64))) (func (export "_start")))
