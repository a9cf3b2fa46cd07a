;; Without a name section, frames are named by export, or else by number.
;;! check = "run"
;;! exit = 134
;;! stderr = ["wasm trap: unreachable\n  0: ", "0", "\n  1: _start"]
(module (func (unreachable)) (func (export "_start") (call 0) (unreachable)))
