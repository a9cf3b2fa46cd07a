;; A module without an entry only runs its start function.
;;! check = "run"
;;! exit = 134
;;! stderr = "wasm trap: unreachable\n  0: setup ("
(module (func $setup (unreachable)) (start $setup))
