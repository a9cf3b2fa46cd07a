;; Names with line ends, escapes and other scripts cannot forge a line of the message.
;;! check = "run"
;;! exit = 134
;;! stderr = ["wasm trap: unreachable\n  0: ", "прив"]
;;! absent = ["\n  7: forged", "\u001b"]
(module
  (@name "odd")
  (func $f (@name "a\n  7: forged\1b[31m прив") (export "_start") (unreachable)))
