;; In snapshot 0 the record of a file has 56 bytes, with a count of links of four.
;;! check = "run"
;;! exit = 0
;;! args = ["--dir", "data::/"]
;;! files = { "data/f" = "0123456789" }
(module
  (import "wasi_unstable" "fd_filestat_get" (func $fd_filestat_get (param i32 i32) (result i32)))
  (import "wasi_unstable" "path_filestat_get" (func $path_filestat_get (param i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_unstable" "path_filestat_set_times" (func $path_filestat_set_times (param i32 i32 i32 i32 i64 i64 i32) (result i32)))
  (import "wasi_unstable" "path_link" (func $path_link (param i32 i32 i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_unstable" "path_open" (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_unstable" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 1024) "f") (func $f (result i32 i32) (i32.const 1024) (i32.const 1))
  (data (i32.const 1025) "g") (func $g (result i32 i32) (i32.const 1025) (i32.const 1))
  (data (i32.const 1026) "none") (func $none (result i32 i32) (i32.const 1026) (i32.const 4))
  ;; Ends the program if `got` is not `want`: the status is the number of the call that found out.
  (global $calls (mut i32) (i32.const 0))
  (func $is (param $got i32) (param $want i32)
    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
    (if (i32.ne (local.get $got) (local.get $want)) (then (call $proc_exit (global.get $calls)))))
  (func (export "_start")
    (call $is (call $path_open (i32.const 3) (i32.const 0) (call $f) (i32.const 0) (i64.const 0xe001ff) (i64.const 0) (i32.const 0) (i32.const 0)) (i32.const 0))
    ;; What lies behind the record stays.
    (i64.store (i32.const 120) (i64.const -1))
    (call $is (call $path_filestat_set_times (i32.const 3) (i32.const 0) (call $f) (i64.const 0) (i64.const 1000000000) (i32.const 4)) (i32.const 0))
    (call $is (call $fd_filestat_get (i32.const 4) (i32.const 64)) (i32.const 0))
    (call $is (i32.load8_u (i32.const 80)) (i32.const 4))
    ;; Links, at 20 in four bytes; size; time of modification, 1 s after 1970; nothing at 56.
    (call $is (i32.load (i32.const 84)) (i32.const 1))
    (call $is (i64.eq (i64.load (i32.const 88)) (i64.const 10)) (i32.const 1))
    (call $is (i64.eq (i64.load (i32.const 104)) (i64.const 1000000000)) (i32.const 1))
    (call $is (i64.eq (i64.load (i32.const 120)) (i64.const -1)) (i32.const 1))
    (call $is (call $path_link (i32.const 3) (i32.const 0) (call $f) (i32.const 3) (call $g)) (i32.const 0))
    (memory.fill (i32.const 64) (i32.const 0x55) (i32.const 56))
    (call $is (call $path_filestat_get (i32.const 3) (i32.const 1) (call $g) (i32.const 64)) (i32.const 0))
    (call $is (i32.load8_u (i32.const 80)) (i32.const 4))
    (call $is (i32.load (i32.const 84)) (i32.const 2))
    (call $is (i64.eq (i64.load (i32.const 88)) (i64.const 10)) (i32.const 1))
    (call $is (i64.eq (i64.load (i32.const 104)) (i64.const 1000000000)) (i32.const 1))
    (call $is (i64.eq (i64.load (i32.const 120)) (i64.const -1)) (i32.const 1))
    (call $is (call $path_filestat_get (i32.const 3) (i32.const 0) (call $none) (i32.const 64)) (i32.const 44))
    (call $is (call $path_filestat_get (i32.const 3) (i32.const 2) (call $f) (i32.const 64)) (i32.const 28))
    (call $is (call $fd_filestat_get (i32.const 9) (i32.const 64)) (i32.const 8))
    ;; The record fits the end of memory, one byte later it does not.
    (call $is (call $fd_filestat_get (i32.const 4) (i32.const 65480)) (i32.const 0))
    (call $is (call $fd_filestat_get (i32.const 4) (i32.const 65481)) (i32.const 21))
    (call $is (call $path_filestat_get (i32.const 3) (i32.const 0) (call $f) (i32.const 65481)) (i32.const 21))))
