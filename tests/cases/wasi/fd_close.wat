;; What is closed is gone: files, granted folders, and the standard descriptors, whose numbers are given again.
;;! check = "run"
;;! stdout = "before\n"
;;! args = ["--dir", "data::/"]
;;! folders = ["data"]
;;! files_after = { "data/f" = "in the file" }
(module
  (import "wasi_snapshot_preview1" "fd_close" (func $fd_close (param i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_prestat_get" (func $fd_prestat_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_create_directory" (func $path_create_directory (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open" (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (global $SUCCESS i32 (i32.const 0))
  (global $BADF i32 (i32.const 8))
  (global $f i32 (i32.const 1024)) (data (i32.const 1024) "f\00")
  (global $before i32 (i32.const 1026)) (data (i32.const 1026) "before\n\00")
  (global $in_the_file i32 (i32.const 1035)) (data (i32.const 1035) "in the file\00")
  (global $d i32 (i32.const 1047)) (data (i32.const 1047) "d\00")
  ;; Address and length of the text at `address`, which ends with a NUL.
  (func $text (param $address i32) (result i32 i32)
    (local $end i32)
    (local.set $end (local.get $address))
    (block $done (loop $next
      (br_if $done (i32.eqz (i32.load8_u (local.get $end))))
      (local.set $end (i32.add (local.get $end) (i32.const 1)))
      (br $next)))
    (local.get $address) (i32.sub (local.get $end) (local.get $address)))
  ;; Opens a path below `dir`, without following; answers the descriptor.
  (func $open (param $dir i32) (param $path i32) (param $len i32) (param $oflags i32) (param $rights i64) (result i32)
    (call $expect (call $path_open (local.get $dir) (i32.const 0) (local.get $path) (local.get $len) (local.get $oflags) (local.get $rights) (i64.const 0) (i32.const 0) (i32.const 0)) (i32.const 0))
    (i32.load (i32.const 0)))
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
    (local $f i32)
    (local.set $f (call $open (i32.const 3) (call $text (global.get $f)) (i32.const 1) (i64.const 0xe001ff)))
    (call $expect (call $fd_close (local.get $f)) (global.get $SUCCESS))
    (call $expect (call $fd_close (local.get $f)) (global.get $BADF))
    (call $expect (call $fd_close (i32.const 1000000)) (global.get $BADF))
    (call $write (call $text (global.get $before)))
    ;; The file opened next is descriptor 1, and the program's stdout.
    (call $expect (call $fd_close (i32.const 1)) (global.get $SUCCESS))
    (drop (call $open (i32.const 3) (call $text (global.get $f)) (i32.const 0) (i64.const 64)))
    (call $write (call $text (global.get $in_the_file)))
    (call $expect (call $fd_close (i32.const 3)) (global.get $SUCCESS))
    (call $expect (call $fd_prestat_get (i32.const 3) (i32.const 0)) (global.get $BADF))
    (call $expect (call $path_create_directory (i32.const 3) (call $text (global.get $d))) (global.get $BADF))))
