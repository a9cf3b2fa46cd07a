;; A constant global imported as a variable one.
;;! check = "error"
;;! args = ["--module", "lib=lib.wat"]
;;! files."lib.wat" = '(module (global (export "g") i32 (i32.const 1)))'
;;! stderr = "incompatible import type for `lib.g`"
(module (import "lib" "g" (global (mut i32))) (func (export "_start")))
