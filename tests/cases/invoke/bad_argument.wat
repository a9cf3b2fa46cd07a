;; An argument that is no number of its type is named.
;;! check = "run"
;;! args = ["--invoke", "add"]
;;! run_args = ["1", "4294967296"]
;;! exit = 2
;;! stderr = "4294967296"
(module (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1))))
