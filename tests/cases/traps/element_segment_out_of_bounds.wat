;; An active element segment that does not fit traps at instantiation.
;;! check = "run"
;;! exit = 134
;;! stderr = "wasm trap: out of bounds table access"
(module (table 1 funcref) (func $f (export "_start")) (elem (i32.const 1) func $f))
