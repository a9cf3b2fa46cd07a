;; With guard pages an access needs no comparison; with explicit bounds (the next case) it does.
;;! check = "clif"
;;! args = ["--invoke", "peek"]
;;! contains = ["load"]
;;! absent = ["icmp", "trapnz", "brif"]
(module (memory 1) (func (export "peek") (param i32) (result i32) (i32.load offset=16 (local.get 0))))
