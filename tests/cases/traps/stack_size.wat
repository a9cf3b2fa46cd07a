;; --stack-size decides how deep calls may go: 64 KiB are too few for 10,000 of them.
;;! check = "run"
;;! args = ["--invoke", "down", "--stack-size", "65536"]
;;! run_args = ["10000"]
;;! exit = 134
;;! stderr = "wasm trap: call stack exhausted\n"
(module
  (func $down (export "down") (param i32) (result i32)
    (if (result i32) (local.get 0)
      (then (i32.add (i32.const 1) (call $down (i32.sub (local.get 0) (i32.const 1)))))
      (else (i32.const 0)))))
