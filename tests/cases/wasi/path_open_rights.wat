;; A file does what the rights that it was opened with say.
;;! check = "run"
;;! stdout = "ok\n"
;;! args = ["--dir", "data::/"]
;;! folders = ["data"]
;;! files = { "data/f" = "12345" }
;;! files_after = { "data/f" = "xx345" }
(module
  (import "wasi_snapshot_preview1" "fd_fdstat_set_rights" (func $fd_fdstat_set_rights (param i32 i64 i64) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open" (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (global $SUCCESS i32 (i32.const 0))
  (global $BADF i32 (i32.const 8))
  (global $NOTCAPABLE i32 (i32.const 76))
  (global $f i32 (i32.const 1024)) (data (i32.const 1024) "f\00")
  (global $new i32 (i32.const 1026)) (data (i32.const 1026) "new\00")
  (global $ok i32 (i32.const 1030)) (data (i32.const 1030) "ok\n\00")
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
    (i32.store (i32.const 16) (i32.const 600)) (i32.store (i32.const 20) (i32.const 1))
    (i32.store8 (i32.const 600) (i32.const 120))
    (local.set $f (call $open (i32.const 3) (call $text (global.get $f)) (i32.const 0) (i64.const 0x40)))
    (call $expect (call $fd_write (local.get $f) (i32.const 16) (i32.const 1) (i32.const 0)) (global.get $SUCCESS))
    (call $expect (call $fd_read (local.get $f) (i32.const 16) (i32.const 1) (i32.const 0)) (global.get $BADF))
    (local.set $f (call $open (i32.const 3) (call $text (global.get $f)) (i32.const 0) (i64.const 0x2)))
    (call $expect (call $fd_read (local.get $f) (i32.const 16) (i32.const 1) (i32.const 0)) (global.get $SUCCESS))
    (call $expect (i32.load8_u (i32.const 600)) (i32.const 120))
    (call $expect (call $fd_write (local.get $f) (i32.const 16) (i32.const 1) (i32.const 0)) (global.get $BADF))
    (local.set $f (call $open (i32.const 3) (call $text (global.get $f)) (i32.const 0) (i64.const 0x0)))
    (call $expect (call $fd_read (local.get $f) (i32.const 16) (i32.const 1) (i32.const 0)) (global.get $BADF))
    ;; Bits that are no rights mean nothing.
    (call $expect (call $path_open (i32.const 3) (i32.const 0) (call $text (global.get $f)) (i32.const 0) (i64.const 0x10000000000) (i64.const 0x0) (i32.const 0) (i32.const 0)) (global.get $SUCCESS))
    ;; Nor do those of sockets, so that all there are can be asked for.
    (local.set $f (call $open (i32.const 3) (call $text (global.get $f)) (i32.const 0) (i64.const -1)))
    (call $expect (call $fd_read (local.get $f) (i32.const 16) (i32.const 1) (i32.const 0)) (global.get $SUCCESS))
    (call $expect (call $fd_write (local.get $f) (i32.const 16) (i32.const 1) (i32.const 0)) (global.get $SUCCESS))
    ;; A folder without the rights to create and to cut lets nobody do it.
    (call $expect (call $fd_fdstat_set_rights (i32.const 3) (i64.const 8192) (i64.const 66)) (global.get $SUCCESS))
    (call $expect (call $path_open (i32.const 3) (i32.const 0) (call $text (global.get $new)) (i32.const 1) (i64.const 0x0) (i64.const 0x0) (i32.const 0) (i32.const 0)) (global.get $NOTCAPABLE))
    (call $expect (call $path_open (i32.const 3) (i32.const 0) (call $text (global.get $f)) (i32.const 8) (i64.const 0x0) (i64.const 0x0) (i32.const 0) (i32.const 0)) (global.get $NOTCAPABLE))
    (call $expect (call $path_open (i32.const 3) (i32.const 0) (call $text (global.get $f)) (i32.const 0) (i64.const 0x0) (i64.const 0x0) (i32.const 16) (i32.const 0)) (global.get $NOTCAPABLE))
    (call $expect (call $path_open (i32.const 3) (i32.const 0) (call $text (global.get $f)) (i32.const 0) (i64.const 0x42) (i64.const 0x0) (i32.const 0) (i32.const 0)) (global.get $SUCCESS))
    (call $expect (call $fd_fdstat_set_rights (i32.const 3) (i64.const 0) (i64.const 0)) (global.get $SUCCESS))
    (call $expect (call $path_open (i32.const 3) (i32.const 0) (call $text (global.get $f)) (i32.const 0) (i64.const 0x0) (i64.const 0x0) (i32.const 0) (i32.const 0)) (global.get $NOTCAPABLE))
    (call $write (call $text (global.get $ok)))))
