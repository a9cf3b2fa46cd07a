;; With explicit bounds an access compares first.
;;! check = "clif"
;;! args = ["--invoke", "peek", "--bounds", "explicit"]
;;! contains = ["load", "icmp"]
(module (memory 1) (func (export "peek") (param i32) (result i32) (i32.load offset=16 (local.get 0))))
