;; In snapshot 0 a subscription has 56 bytes, and a clock's an identifier before the clock's number.
;;! check = "run"
;;! exit = 0
;;! args = ["--dir", "data::/"]
;;! files = { "data/f" = "0123456789" }
(module
  (import "wasi_unstable" "clock_time_get" (func $clock_time_get (param i32 i64 i32) (result i32)))
  (import "wasi_unstable" "path_open" (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_unstable" "poll_oneoff" (func $poll_oneoff (param i32 i32 i32 i32) (result i32)))
  (import "wasi_unstable" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 1024) "f") (func $f (result i32 i32) (i32.const 1024) (i32.const 1))
  ;; Ends the program if `got` is not `want`: the status is the number of the call that found out.
  (global $calls (mut i32) (i32.const 0))
  (func $is (param $got i32) (param $want i32)
    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
    (if (i32.ne (local.get $got) (local.get $want)) (then (call $proc_exit (global.get $calls)))))
  (func (export "_start")
    (call $is (call $path_open (i32.const 3) (i32.const 0) (call $f) (i32.const 0) (i64.const 0x8e001ff) (i64.const 0) (i32.const 0) (i32.const 0)) (i32.const 0))
    (call $is (call $clock_time_get (i32.const 1) (i64.const 0) (i32.const 8)) (i32.const 0))
    ;; 5 ms of the monotonic clock (1); the identifier says nothing.
    (i64.store (i32.const 4096) (i64.const 7)) (i64.store (i32.const 4112) (i64.const 0x300000003)) (i32.store (i32.const 4120) (i32.const 1)) (i64.store (i32.const 4128) (i64.const 5000000))
    (call $is (call $poll_oneoff (i32.const 4096) (i32.const 8192) (i32.const 1) (i32.const 16)) (i32.const 0))
    (call $is (i32.load (i32.const 16)) (i32.const 1))
    (call $is (i64.eq (i64.load (i32.const 8192)) (i64.const 7)) (i32.const 1))
    (call $is (i32.load (i32.const 8200)) (i32.const 0))
    (call $is (call $clock_time_get (i32.const 1) (i64.const 0) (i32.const 24)) (i32.const 0))
    (call $is (i64.ge_u (i64.sub (i64.load (i32.const 24)) (i64.load (i32.const 8))) (i64.const 5000000)) (i32.const 1))
    ;; Until a time long ago (flags at 48), and a file that is always ready.
    (i64.store (i32.const 4128) (i64.const 1)) (i32.store16 (i32.const 4144) (i32.const 1))
    (i64.store (i32.const 4152) (i64.const 9)) (i32.store8 (i32.const 4160) (i32.const 1)) (i32.store (i32.const 4168) (i32.const 4))
    (call $is (call $poll_oneoff (i32.const 4096) (i32.const 8192) (i32.const 2) (i32.const 16)) (i32.const 0))
    (call $is (i32.load (i32.const 16)) (i32.const 2))
    (call $is (i64.eq (i64.load (i32.const 8192)) (i64.const 7)) (i32.const 1))
    (call $is (i32.load8_u (i32.const 8202)) (i32.const 0))
    (call $is (i64.eq (i64.load (i32.const 8224)) (i64.const 9)) (i32.const 1))
    (call $is (i32.load8_u (i32.const 8234)) (i32.const 1))
    (call $is (i64.eq (i64.load (i32.const 8240)) (i64.const 10)) (i32.const 1))
    ;; A list that ends with memory, and one that leaves it.
    (memory.copy (i32.const 65480) (i32.const 4096) (i32.const 56))
    (call $is (call $poll_oneoff (i32.const 65480) (i32.const 8192) (i32.const 1) (i32.const 16)) (i32.const 0))
    (call $is (call $poll_oneoff (i32.const 65481) (i32.const 8192) (i32.const 1) (i32.const 16)) (i32.const 21))
    (call $is (call $poll_oneoff (i32.const 4096) (i32.const 8192) (i32.const 0) (i32.const 16)) (i32.const 28))))
