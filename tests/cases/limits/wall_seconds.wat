;; A program that waits for longer than it may is stopped, and the flag is named.
;;! check = "run"
;;! args = ["--wall-seconds", "1", "--cpu-seconds", "1"]
;;! exit = 134
;;! stderr = "error: the program's time is over: it was built with `--wall-seconds 1`\n"
(module
  (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll_oneoff (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "_start")
    ;; One subscription to the clock that runs forward, in ten minutes.
    (i32.store (i32.const 16) (i32.const 1))
    (i64.store (i32.const 24) (i64.const 600000000000))
    (drop (call $poll_oneoff (i32.const 0) (i32.const 64) (i32.const 1) (i32.const 128)))))
