;; An empty module has nothing to run.
;;! check = "error"
;;! stderr = ["nothing_at_all.wat: nothing to run", "none"]
(module)
