;; An export without results prints nothing.
;;! check = "run"
;;! args = ["--invoke", "nothing"]
;;! stdout = ""
(module (func (export "nothing")))
