;; What needs a grant cannot be denied, and the message says so.
;;! check = "error"
;;! args = ["--deny", "path"]
;;! exit = 2
;;! stderr = "args, clock, poll, raise, random, sched; folders, variables and sockets are there only where granted"
(module (func (export "_start")))
