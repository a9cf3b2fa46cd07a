;; Tail calls.
;;! check = "error"
;;! stderr = ["the `tail-call` proposal is not supported", "in function tail"]
(module (func $tail (export "_start") (return_call $tail)))
