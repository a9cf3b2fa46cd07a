;; A program that computes for longer than it may is stopped, and the flag is named.
;;! check = "run"
;;! args = ["--cpu-seconds", "1"]
;;! exit = 134
;;! stderr = "error: the program's time is over: it was built with `--cpu-seconds 1`\n"
(module (func (export "_start") (loop $forever (br $forever))))
