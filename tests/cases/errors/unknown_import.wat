;; An import that nobody provides is named, with what to do.
;;! check = "error"
;;! stderr = ["unknown_import.wat: unknown import `env.launch_rocket`", "`--module env=FILE`"]
(module (import "env" "launch_rocket" (func)) (func (export "_start")))
