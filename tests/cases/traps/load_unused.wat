;; A load whose result nobody uses still traps.
;;! check = "run"
;;! exit = 134
;;! stderr = "wasm trap: out of bounds memory access\n"
(module (memory 1) (func $_start (export "_start") (drop (i32.load (i32.const 65536)))))
