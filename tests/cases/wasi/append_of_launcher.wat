;; What the launcher opened to append to, or not to, stays so: others share the file.
;;! check = "run"
;;! exit = 0
(module
  (import "wasi_snapshot_preview1" "fd_fdstat_get" (func $fd_fdstat_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_fdstat_set_flags" (func $fd_fdstat_set_flags (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (func $is (param $got i32) (param $want i32)
    (if (i32.ne (local.get $got) (local.get $want)) (then (call $proc_exit (i32.const 1)))))
  ;; The flags of stdout, of which 1 is `append`.
  (func $flags (result i32)
    (call $is (call $fd_fdstat_get (i32.const 1) (i32.const 0)) (i32.const 0))
    (i32.load16_u (i32.const 2)))
  (func (export "_start")
    (local $flags i32)
    (local.set $flags (call $flags))
    (call $is (call $fd_fdstat_set_flags (i32.const 1) (i32.xor (local.get $flags) (i32.const 1))) (i32.const 58))
    ;; `nonblock` with it
    (call $is (call $fd_fdstat_set_flags (i32.const 1) (i32.xor (local.get $flags) (i32.const 5))) (i32.const 58))
    (call $is (call $flags) (local.get $flags))
    (call $is (call $fd_fdstat_set_flags (i32.const 1) (local.get $flags)) (i32.const 0))))
