;; An invalid function: the message names it, and the byte offset.
;;! check = "error"
;;! stderr = ["invalid_type.wat: type mismatch", "in function wrong", "(at byte offset 0x"]
(module (func (export "_start")) (func $wrong (result i32) (i64.const 0)))
