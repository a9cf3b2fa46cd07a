;; Why a module cannot be built, and what would mend it.
;;! check = "inspect"
;;! contains = ["env", "missing_function", "--module env="]
(module (import "env" "missing_function" (func)) (func (export "_start")))
