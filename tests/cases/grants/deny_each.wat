;; Each family that can be denied answers `NOTCAPABLE`, and an audit names the call and the flag.
;;! check = "run"
;;! exit = 0
;;! args = ["--deny", "args,clock,poll,raise,random,sched"]
;;! env = { AHEAD_AUDIT = "1" }
;;! stderr = """
;;! audit: args_get denied: the program was built with `--deny args`
;;! audit: args_sizes_get denied: the program was built with `--deny args`
;;! audit: clock_res_get denied: the program was built with `--deny clock`
;;! audit: clock_time_get denied: the program was built with `--deny clock`
;;! audit: poll_oneoff denied: the program was built with `--deny poll`
;;! audit: poll_oneoff denied: the program was built with `--deny poll`
;;! audit: proc_raise denied: the program was built with `--deny raise`
;;! audit: random_get denied: the program was built with `--deny random`
;;! audit: sched_yield denied: the program was built with `--deny sched`
;;! """
(module
  (import "wasi_snapshot_preview1" "args_get" (func $args_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $args_sizes_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "clock_res_get" (func $clock_res_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "clock_time_get" (func $clock_time_get (param i32 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll_oneoff (param i32 i32 i32 i32) (result i32)))
  (import "wasi_unstable" "poll_oneoff" (func $poll_oneoff_0 (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_raise" (func $proc_raise (param i32) (result i32)))
  (import "wasi_snapshot_preview1" "random_get" (func $random_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "sched_yield" (func $sched_yield (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (global $calls (mut i32) (i32.const 0))
  (func $denied (param $errno i32)
    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
    (if (i32.ne (local.get $errno) (i32.const 76)) (then (call $proc_exit (global.get $calls)))))
  (func (export "_start")
    (call $denied (call $args_get (i32.const 0) (i32.const 64)))
    (call $denied (call $args_sizes_get (i32.const 0) (i32.const 4)))
    (call $denied (call $clock_res_get (i32.const 1) (i32.const 0)))
    (call $denied (call $clock_time_get (i32.const 1) (i64.const 0) (i32.const 0)))
    (call $denied (call $poll_oneoff (i32.const 64) (i32.const 256) (i32.const 1) (i32.const 0)))
    (call $denied (call $poll_oneoff_0 (i32.const 64) (i32.const 256) (i32.const 1) (i32.const 0)))
    (call $denied (call $proc_raise (i32.const 9)))
    (call $denied (call $random_get (i32.const 0) (i32.const 8)))
    (call $denied (call $sched_yield))))
