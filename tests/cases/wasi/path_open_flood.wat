;; Too many open files are an error, and closing one lets another be opened.
;;! check = "run"
;;! stdout = "ok\n"
;;! args = ["--dir", "data::/"]
;;! folders = ["data"]
;;! files = { "data/f" = "" }
(module
  (import "wasi_snapshot_preview1" "fd_close" (func $fd_close (param i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open" (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (global $MFILE i32 (i32.const 33))
  (global $NFILE i32 (i32.const 41))
  (global $SUCCESS i32 (i32.const 0))
  (global $f i32 (i32.const 1024)) (data (i32.const 1024) "f\00")
  (global $ok i32 (i32.const 1026)) (data (i32.const 1026) "ok\n\00")
  ;; Address and length of the text at `address`, which ends with a NUL.
  (func $text (param $address i32) (result i32 i32)
    (local $end i32)
    (local.set $end (local.get $address))
    (block $done (loop $next
      (br_if $done (i32.eqz (i32.load8_u (local.get $end))))
      (local.set $end (i32.add (local.get $end) (i32.const 1)))
      (br $next)))
    (local.get $address) (i32.sub (local.get $end) (local.get $address)))
  ;; Ends the program if `got` is not `want`, with the count of the call that found out.
  (global $checks (mut i32) (i32.const 0))
  (func $expect (param $got i32) (param $want i32)
    (global.set $checks (i32.add (global.get $checks) (i32.const 1)))
    (if (i32.eq (local.get $got) (local.get $want)) (then (return)))
    (call $number (global.get $checks))
    (call $number (local.get $got))
    (call $number (local.get $want))
    (call $proc_exit (i32.const 1)))
  (func $expect64 (param $got i64) (param $want i64)
    (call $expect (i32.wrap_i64 (local.get $got)) (i32.wrap_i64 (local.get $want)))
    (call $expect (i32.wrap_i64 (i64.shr_u (local.get $got) (i64.const 32))) (i32.wrap_i64 (i64.shr_u (local.get $want) (i64.const 32)))))
  ;; Writes `n` and a newline to stdout.
  (func $number (param $n i32)
    (local $at i32)
    (local.set $at (i32.const 511))
    (i32.store8 (local.get $at) (i32.const 10))
    (loop $digit
      (local.set $at (i32.sub (local.get $at) (i32.const 1)))
      (i32.store8 (local.get $at) (i32.add (i32.const 48) (i32.rem_u (local.get $n) (i32.const 10))))
      (br_if $digit (local.tee $n (i32.div_u (local.get $n) (i32.const 10)))))
    (call $write (local.get $at) (i32.sub (i32.const 512) (local.get $at))))
  (func $write (param $address i32) (param $len i32)
    (i32.store (i32.const 480) (local.get $address))
    (i32.store (i32.const 484) (local.get $len))
    (drop (call $fd_write (i32.const 1) (i32.const 480) (i32.const 1) (i32.const 488))))
  (func (export "_start")
    (local $error i32)
    (local $count i32)
    (loop $next
      (local.set $error (call $path_open (i32.const 3) (i32.const 0) (call $text (global.get $f)) (i32.const 0) (i64.const 0) (i64.const 0) (i32.const 0) (i32.const 0)))
      (local.set $count (i32.add (local.get $count) (i32.const 1)))
      (br_if $next (i32.eqz (local.get $error))))
    ;; The launcher's limit, or the table's.
    (call $expect (i32.or (i32.eq (local.get $error) (global.get $MFILE)) (i32.eq (local.get $error) (global.get $NFILE))) (i32.const 1))
    (call $expect (i32.gt_u (local.get $count) (i32.const 200)) (i32.const 1))
    (call $expect (call $fd_close (i32.const 100)) (global.get $SUCCESS))
    (call $expect (call $path_open (i32.const 3) (i32.const 0) (call $text (global.get $f)) (i32.const 0) (i64.const 0x0) (i64.const 0x0) (i32.const 0) (i32.const 0)) (global.get $SUCCESS))
    (call $expect (i32.load (i32.const 0)) (i32.const 100))
    (call $write (call $text (global.get $ok)))))
