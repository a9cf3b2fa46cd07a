;; --invoke of a function whose parameters no command line can give.
;;! check = "error"
;;! args = ["--invoke", "f"]
;;! stderr = ["--invoke f", "externref"]
(module (func (export "f") (param externref)))
