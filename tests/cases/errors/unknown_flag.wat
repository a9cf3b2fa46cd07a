;; A flag that there is not.
;;! check = "error"
;;! args = ["--frobnicate"]
;;! exit = 2
;;! stderr = ["--frobnicate", "Usage:"]
(module (func (export "_start")))
