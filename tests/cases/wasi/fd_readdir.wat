;; A folder is listed whole, from a cookie on, and in a buffer that cuts an entry off.
;;! check = "run"
;;! stdout = "ok\n"
;;! args = ["--dir", "data::/"]
;;! folders = ["data/ccc"]
;;! files = { "data/a" = "", "data/bb" = "" }
;;! symlinks = { "data/dddd" = "a" }
(module
  (import "wasi_snapshot_preview1" "fd_readdir" (func $fd_readdir (param i32 i32 i32 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (global $SUCCESS i32 (i32.const 0))
  (global $FAULT i32 (i32.const 21))
  (global $INVAL i32 (i32.const 28))
  (global $NOTDIR i32 (i32.const 54))
  (global $BADF i32 (i32.const 8))
  (global $ok i32 (i32.const 1024)) (data (i32.const 1024) "ok\n\00")
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
    (local $at i32) (local $count i32) (local $types i32) (local $lengths i32) (local $second i64)
    (call $expect (call $fd_readdir (i32.const 3) (i32.const 4096) (i32.const 4096) (i64.const 0) (i32.const 0)) (global.get $SUCCESS))
    (loop $next
      (local.set $count (i32.add (local.get $count) (i32.const 1)))
      (if (i32.eq (local.get $count) (i32.const 2)) (then (local.set $second (i64.load offset=4096 (local.get $at)))))
      (local.set $types (i32.add (local.get $types) (i32.load8_u offset=4116 (local.get $at))))
      (local.set $lengths (i32.add (local.get $lengths) (i32.load offset=4112 (local.get $at))))
      (local.set $at (i32.add (i32.add (local.get $at) (i32.const 24)) (i32.load offset=4112 (local.get $at))))
      (br_if $next (i32.lt_u (local.get $at) (i32.load (i32.const 0)))))
    ;; `.` and `..`, two files, a folder and a link: 3 + 3 + 4 + 4 + 3 + 7.
    (call $expect (local.get $count) (i32.const 6))
    (call $expect (local.get $types) (i32.const 24))
    (call $expect (local.get $lengths) (i32.const 13))
    (call $expect (local.get $at) (i32.load (i32.const 0)))
    ;; From the second one's cookie on, four are left.
    (call $expect (call $fd_readdir (i32.const 3) (i32.const 4096) (i32.const 4096) (local.get $second) (i32.const 0)) (global.get $SUCCESS))
    (local.set $at (i32.const 0))
    (local.set $count (i32.const 0))
    (loop $next
      (local.set $count (i32.add (local.get $count) (i32.const 1)))
      (local.set $at (i32.add (i32.add (local.get $at) (i32.const 24)) (i32.load offset=4112 (local.get $at))))
      (br_if $next (i32.lt_u (local.get $at) (i32.load (i32.const 0)))))
    (call $expect (local.get $count) (i32.const 4))
    ;; A buffer that is full says that there is more; what is behind it stays.
    (i32.store8 (i32.const 4146) (i32.const 77))
    (call $expect (call $fd_readdir (i32.const 3) (i32.const 4096) (i32.const 50) (i64.const 0) (i32.const 0)) (global.get $SUCCESS))
    (call $expect (i32.load (i32.const 0)) (i32.const 50))
    (call $expect (i32.load8_u (i32.const 4146)) (i32.const 77))
    (call $expect (call $fd_readdir (i32.const 3) (i32.const 4096) (i32.const 7) (i64.const 0) (i32.const 0)) (global.get $SUCCESS))
    (call $expect (i32.load (i32.const 0)) (i32.const 7))
    (call $expect (call $fd_readdir (i32.const 3) (i32.const 4096) (i32.const 0) (i64.const 0) (i32.const 0)) (global.get $SUCCESS))
    (call $expect (i32.load (i32.const 0)) (i32.const 0))
    (call $expect (call $fd_readdir (i32.const 3) (i32.const 65000) (i32.const 4096) (i64.const 0) (i32.const 0)) (global.get $FAULT))
    (call $expect (call $fd_readdir (i32.const 3) (i32.const 4096) (i32.const 4096) (i64.const -1) (i32.const 0)) (global.get $INVAL))
    (call $expect (call $fd_readdir (i32.const 1) (i32.const 4096) (i32.const 4096) (i64.const 0) (i32.const 0)) (global.get $NOTDIR))
    (call $expect (call $fd_readdir (i32.const 9) (i32.const 4096) (i32.const 4096) (i64.const 0) (i32.const 0)) (global.get $BADF))
    (call $write (call $text (global.get $ok)))))
