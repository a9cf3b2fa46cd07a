;; An argument too few is the caller's error, which names the parameters.
;;! check = "run"
;;! args = ["--invoke", "add"]
;;! run_args = ["1"]
;;! exit = 2
;;! stderr = "add"
(module (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1))))
