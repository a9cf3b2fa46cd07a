;; No second name is made for a file outside, nor one outside for a file inside; a link to a link
;; leads no further than it did.
;;! check = "run"
;;! exit = 0
;;! args = ["--dir", "data::/", "--confine", "off"]
;;! files = { "data/f" = "file", "out/secret" = "secret" }
;;! symlinks = { "data/link" = "../out/secret", "data/up" = "../out" }
;;! missing_after = ["out/new", "data/stolen"]
;;! files_after = { "out/secret" = "secret" }
(module
  (import "wasi_snapshot_preview1" "path_link" (func $path_link (param i32 i32 i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open" (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 1024) "../out/secret") (func $secret (result i32 i32) (i32.const 1024) (i32.const 13))
  (data (i32.const 1037) "up/secret") (func $through (result i32 i32) (i32.const 1037) (i32.const 9))
  (data (i32.const 1046) "link") (func $link (result i32 i32) (i32.const 1046) (i32.const 4))
  (data (i32.const 1050) "f") (func $f (result i32 i32) (i32.const 1050) (i32.const 1))
  (data (i32.const 1051) "../out/new") (func $new (result i32 i32) (i32.const 1051) (i32.const 10))
  (data (i32.const 1061) "up/new") (func $new_up (result i32 i32) (i32.const 1061) (i32.const 6))
  (data (i32.const 1067) "stolen") (func $stolen (result i32 i32) (i32.const 1067) (i32.const 6))
  (data (i32.const 1073) "second") (func $second (result i32 i32) (i32.const 1073) (i32.const 6))
  ;; Ends the program if `got` is not `want`: the status is the number of the call that found out.
  (global $calls (mut i32) (i32.const 0))
  (func $is (param $got i32) (param $want i32)
    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
    (if (i32.ne (local.get $got) (local.get $want)) (then (call $proc_exit (global.get $calls)))))
  ;; Opens a path below descriptor 3, to read it.
  (func $open (param $path i32) (param $len i32) (param $lookup i32) (param $oflags i32) (result i32)
    (call $path_open (i32.const 3) (local.get $lookup) (local.get $path) (local.get $len) (local.get $oflags) (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 0)))
  (func (export "_start")
    (call $is (call $path_link (i32.const 3) (i32.const 0) (call $secret) (i32.const 3) (call $stolen)) (i32.const 76))
    (call $is (call $path_link (i32.const 3) (i32.const 1) (call $secret) (i32.const 3) (call $stolen)) (i32.const 76))
    (call $is (call $path_link (i32.const 3) (i32.const 0) (call $through) (i32.const 3) (call $stolen)) (i32.const 76))
    (call $is (call $path_link (i32.const 3) (i32.const 1) (call $link) (i32.const 3) (call $stolen)) (i32.const 76))
    (call $is (call $path_link (i32.const 3) (i32.const 0) (call $f) (i32.const 3) (call $new)) (i32.const 76))
    (call $is (call $path_link (i32.const 3) (i32.const 0) (call $f) (i32.const 3) (call $new_up)) (i32.const 76))
    (call $is (call $path_link (i32.const 3) (i32.const 0) (call $link) (i32.const 3) (call $second)) (i32.const 0))
    (call $is (call $open (call $second) (i32.const 1) (i32.const 0)) (i32.const 76))
    (call $is (call $open (call $second) (i32.const 0) (i32.const 0)) (i32.const 32))))
