;; --invoke of an export that is no function.
;;! check = "error"
;;! args = ["--invoke", "memory"]
;;! stderr = "no exported function `memory`"
(module (memory (export "memory") 1))
