;; In snapshot 0 `fd_seek` counts from the offset now (0), the end (1) and the start (2); what reads and
;; tells is the same.
;;! check = "run"
;;! exit = 0
;;! args = ["--dir", "data::/"]
;;! files = { "data/f" = "0123456789" }
(module
  (import "wasi_unstable" "fd_seek" (func $fd_seek (param i32 i64 i32 i32) (result i32)))
  (import "wasi_unstable" "fd_tell" (func $fd_tell (param i32 i32) (result i32)))
  (import "wasi_unstable" "path_open" (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_unstable" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 1024) "f") (func $f (result i32 i32) (i32.const 1024) (i32.const 1))
  ;; Ends the program if `got` is not `want`: the status is the number of the call that found out.
  (global $calls (mut i32) (i32.const 0))
  (func $is (param $got i32) (param $want i32)
    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
    (if (i32.ne (local.get $got) (local.get $want)) (then (call $proc_exit (global.get $calls)))))
  (func (export "_start")
    (call $is (call $path_open (i32.const 3) (i32.const 0) (call $f) (i32.const 0) (i64.const 0xe001ff) (i64.const 0) (i32.const 0) (i32.const 0)) (i32.const 0))
    (call $is (i32.load (i32.const 0)) (i32.const 4))
    (call $is (call $fd_seek (i32.const 4) (i64.const 4) (i32.const 2) (i32.const 0)) (i32.const 0))
    (call $is (i64.eq (i64.load (i32.const 0)) (i64.const 4)) (i32.const 1))
    (call $is (call $fd_seek (i32.const 4) (i64.const -1) (i32.const 0) (i32.const 0)) (i32.const 0))
    (call $is (i64.eq (i64.load (i32.const 0)) (i64.const 3)) (i32.const 1))
    (call $is (call $fd_seek (i32.const 4) (i64.const -2) (i32.const 1) (i32.const 0)) (i32.const 0))
    (call $is (i64.eq (i64.load (i32.const 0)) (i64.const 8)) (i32.const 1))
    (call $is (call $fd_tell (i32.const 4) (i32.const 0)) (i32.const 0))
    (call $is (i64.eq (i64.load (i32.const 0)) (i64.const 8)) (i32.const 1))
    (call $is (call $fd_seek (i32.const 4) (i64.const 0) (i32.const 3) (i32.const 0)) (i32.const 28))
    (call $is (call $fd_seek (i32.const 4) (i64.const -9) (i32.const 0) (i32.const 0)) (i32.const 28))
    (call $is (call $fd_seek (i32.const 4) (i64.const 0) (i32.const 2) (i32.const 0)) (i32.const 0))
    (call $is (i64.eq (i64.load (i32.const 0)) (i64.const 0)) (i32.const 1))
    (call $is (call $fd_seek (i32.const 4) (i64.const 0) (i32.const 2) (i32.const 65529)) (i32.const 21))
    (call $is (call $fd_seek (i32.const 3) (i64.const 0) (i32.const 2) (i32.const 0)) (i32.const 31))))
