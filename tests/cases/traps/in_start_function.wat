;; A trap in the start function ends the program before _start.
;;! check = "run"
;;! exit = 134
;;! stderr = "wasm trap: unreachable\n  0: setup (in_start_function.wat+0x"
(module (func $setup (unreachable)) (start $setup) (func (export "_start") (unreachable)))
