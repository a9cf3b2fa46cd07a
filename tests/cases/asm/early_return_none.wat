;; A function that always calls is one, and so is one that keeps what it goes on with in its frame.
;;! check = "asm"
;;! args = ["--invoke", "twice"]
;;! targets = ["x86_64-linux"]
;;! absent = ["return_call_known", "and where it calls"]
(module
  (func $next (import "wasi_snapshot_preview1" "sched_yield") (result i32))
  (func $twice (export "twice") (param $key i32) (result i32)
    (if (local.get $key) (then (drop (call $next))))
    (i32.add (local.get $key) (call $next))))
