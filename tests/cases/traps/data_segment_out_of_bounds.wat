;; An active segment that does not fit traps at instantiation.
;;! check = "run"
;;! exit = 134
;;! stderr = "wasm trap: out of bounds memory access"
(module (memory 1) (data (i32.const 65535) "ab") (func (export "_start")))
