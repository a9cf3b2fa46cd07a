;; A denied family answers NOTCAPABLE, also as an event, and the audit names call and flag.
;;! check = "run"
;;! args = ["--deny", "clock,random"]
;;! env = { AHEAD_AUDIT = "1" }
;;! exit = 76
;;! stderr = ["audit: clock_time_get denied: the program was built with `--deny clock`", "audit: random_get denied: the program was built with `--deny random`"]
(module
  (import "wasi_snapshot_preview1" "clock_time_get" (func $clock_time_get (param i32 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "random_get" (func $random_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll_oneoff (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (func (export "_start")
    (if (i32.ne (call $clock_time_get (i32.const 1) (i64.const 0) (i32.const 0)) (i32.const 76)) (then unreachable))
    ;; One subscription to the clock that runs forward: it is an event with an error, at once.
    (i32.store (i32.const 16) (i32.const 1))
    (i64.store (i32.const 24) (i64.const 1000000))
    (if (i32.ne (call $poll_oneoff (i32.const 0) (i32.const 64) (i32.const 1) (i32.const 128)) (i32.const 0)) (then unreachable))
    (if (i32.ne (i32.load16_u (i32.const 72)) (i32.const 76)) (then unreachable))
    (call $proc_exit (call $random_get (i32.const 0) (i32.const 8)))))
