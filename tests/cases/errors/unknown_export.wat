;; --invoke of an export that is not there lists those that are.
;;! check = "error"
;;! args = ["--invoke", "fibb"]
;;! stderr = ["no exported function `fibb`", "fib"]
(module (func (export "fib") (param i32) (result i32) (local.get 0)))
