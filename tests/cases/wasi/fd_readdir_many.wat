;; A folder of more entries than a buffer holds is listed page by page, each entry once.
;;! check = "run"
;;! stdout = "ok\n"
;;! args = ["--dir", "data::/"]
;;! folders = ["data"]
(module
  (import "wasi_snapshot_preview1" "fd_readdir" (func $fd_readdir (param i32 i32 i32 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_create_directory" (func $path_create_directory (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (global $SUCCESS i32 (i32.const 0))
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
    (local $i i32)
    (local $at i32)
    (local $total i32)
    (local $cookie i64)
    (loop $make
      (i32.store8 (i32.const 600) (i32.add (i32.const 97) (i32.rem_u (local.get $i) (i32.const 20))))
      (i32.store8 (i32.const 601) (i32.add (i32.const 97) (i32.div_u (local.get $i) (i32.const 20))))
      (call $expect (call $path_create_directory (i32.const 3) (i32.const 600) (i32.const 2)) (global.get $SUCCESS))
      (br_if $make (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 300))))
    (loop $page
      (call $expect (call $fd_readdir (i32.const 3) (i32.const 4096) (i32.const 100) (local.get $cookie) (i32.const 0)) (global.get $SUCCESS))
      (local.set $at (i32.const 0))
      (block $end (loop $next
        ;; Only entries that are there whole count.
        (br_if $end (i32.gt_u (i32.add (local.get $at) (i32.const 24)) (i32.load (i32.const 0))))
        (br_if $end (i32.gt_u (i32.add (i32.add (local.get $at) (i32.const 24)) (i32.load offset=4112 (local.get $at))) (i32.load (i32.const 0))))
        (local.set $total (i32.add (local.get $total) (i32.const 1)))
        (local.set $cookie (i64.load offset=4096 (local.get $at)))
        (local.set $at (i32.add (i32.add (local.get $at) (i32.const 24)) (i32.load offset=4112 (local.get $at))))
        (br $next)))
      (br_if $page (i32.eq (i32.load (i32.const 0)) (i32.const 100))))
    (call $expect (local.get $total) (i32.const 302))
    (call $write (call $text (global.get $ok)))))
