;; unreachable: the message, and the frames from the innermost.
;;! check = "run"
;;! exit = 134
;;! stderr = ["wasm trap: unreachable\n", "  0: inner (unreachable.wat+0x", "\n  1: middle", "\n  2: _start"]
(module
  (func $inner (unreachable))
  (func $middle (call $inner) (call $inner))
  (func $_start (export "_start") (call $middle) (call $inner)))
