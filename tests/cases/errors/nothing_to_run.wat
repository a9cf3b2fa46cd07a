;; A module with exports but no entry: the message lists them.
;;! check = "error"
;;! stderr = ["nothing_to_run.wat: nothing to run", "add, sub"]
(module (func (export "add")) (func (export "sub")))
