;; Absolute paths and `..` do not lead out: every function answers 76, `NOTCAPABLE`, whichever way it is written.
;;! check = "run"
;;! args = ["--dir", "data::/"]
;;! folders = ["data/d/e"]
;;! files = { "data/d/f" = "inside", "outside/secret" = "secret" }
;;! symlinks = { "data/up" = "..", "data/out" = "../outside", "data/abs" = "{work}/outside", "data/file" = "../outside/secret", "data/via" = "out", "data/chain" = "d/../via", "data/deep" = "d/e/../../../outside", "data/d/up" = "../.." }
;;! files_after = { "outside/secret" = "secret", "data/d/f" = "inside" }
;;! missing_after = ["outside/made", "data/d/renamed", "data/d/linked"]
;;! stdout = """
;;! / 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76
;;! /etc/passwd 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76
;;! // 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76
;;! .. 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76
;;! ../ 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76
;;! ../. 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76
;;! ../outside 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76
;;! ../outside/secret 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76
;;! ../outside/made 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76
;;! ./../outside/made 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76
;;! .//../outside/made 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76
;;! d/../../outside/made 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76
;;! d/e/../../../outside/made 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76
;;! d//..//..//outside/secret 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76
;;! d/../.. 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76
;;! d/./../../data/d/f 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76
;;! ../data/d/f 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76
;;! """
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_create_directory" (func $path_create_directory (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_filestat_get" (func $path_filestat_get (param i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_filestat_set_times" (func $path_filestat_set_times (param i32 i32 i32 i32 i64 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_link" (func $path_link (param i32 i32 i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open" (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_readlink" (func $path_readlink (param i32 i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_remove_directory" (func $path_remove_directory (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_rename" (func $path_rename (param i32 i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_symlink" (func $path_symlink (param i32 i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (global $_ i32 (i32.const 1024)) (data (i32.const 1024) " \00")
  (global $d i32 (i32.const 1026)) (data (i32.const 1026) "d\00")
  (global $d/renamed i32 (i32.const 1028)) (data (i32.const 1028) "d/renamed\00")
  (global $d/f i32 (i32.const 1038)) (data (i32.const 1038) "d/f\00")
  (global $d/linked i32 (i32.const 1042)) (data (i32.const 1042) "d/linked\00")
  (global $newline i32 (i32.const 1051)) (data (i32.const 1051) "\n\00")
  (global $/ i32 (i32.const 1054)) (data (i32.const 1054) "/\00")
  (global $/etc/passwd i32 (i32.const 1056)) (data (i32.const 1056) "/etc/passwd\00")
  (global $// i32 (i32.const 1068)) (data (i32.const 1068) "//\00")
  (global $.. i32 (i32.const 1071)) (data (i32.const 1071) "..\00")
  (global $../ i32 (i32.const 1074)) (data (i32.const 1074) "../\00")
  (global $../. i32 (i32.const 1078)) (data (i32.const 1078) "../.\00")
  (global $../outside i32 (i32.const 1083)) (data (i32.const 1083) "../outside\00")
  (global $../outside/secret i32 (i32.const 1094)) (data (i32.const 1094) "../outside/secret\00")
  (global $../outside/made i32 (i32.const 1112)) (data (i32.const 1112) "../outside/made\00")
  (global $./../outside/made i32 (i32.const 1128)) (data (i32.const 1128) "./../outside/made\00")
  (global $.//../outside/made i32 (i32.const 1146)) (data (i32.const 1146) ".//../outside/made\00")
  (global $d/../../outside/made i32 (i32.const 1165)) (data (i32.const 1165) "d/../../outside/made\00")
  (global $d/e/../../../outside/made i32 (i32.const 1186)) (data (i32.const 1186) "d/e/../../../outside/made\00")
  (global $d//..//..//outside/secret i32 (i32.const 1212)) (data (i32.const 1212) "d//..//..//outside/secret\00")
  (global $d/../.. i32 (i32.const 1238)) (data (i32.const 1238) "d/../..\00")
  (global $d/./../../data/d/f i32 (i32.const 1246)) (data (i32.const 1246) "d/./../../data/d/f\00")
  (global $../data/d/f i32 (i32.const 1265)) (data (i32.const 1265) "../data/d/f\00")
  ;; Address and length of the text at `address`, which ends with a NUL.
  (func $text (param $address i32) (result i32 i32)
    (local $end i32)
    (local.set $end (local.get $address))
    (block $done (loop $next
      (br_if $done (i32.eqz (i32.load8_u (local.get $end))))
      (local.set $end (i32.add (local.get $end) (i32.const 1)))
      (br $next)))
    (local.get $address) (i32.sub (local.get $end) (local.get $address)))
  (func $write (param $address i32) (param $len i32)
    (i32.store (i32.const 480) (local.get $address))
    (i32.store (i32.const 484) (local.get $len))
    (drop (call $fd_write (i32.const 1) (i32.const 480) (i32.const 1) (i32.const 488))))
  ;; Writes what one function answers.
  (func $answer (param $errno i32)
    (call $write (call $text (global.get $_)))
    (call $decimal (local.get $errno)))
  (func $decimal (param $n i32)
    (local $at i32)
    (local.set $at (i32.const 511))
    (loop $digit
      (local.set $at (i32.sub (local.get $at) (i32.const 1)))
      (i32.store8 (local.get $at) (i32.add (i32.const 48) (i32.rem_u (local.get $n) (i32.const 10))))
      (br_if $digit (local.tee $n (i32.div_u (local.get $n) (i32.const 10)))))
    (call $write (local.get $at) (i32.sub (i32.const 511) (local.get $at))))
  ;; Tries everything on one path: a row of the table, each call a column.
  (func $row (param $path i32) (param $len i32)
    (call $write (local.get $path) (local.get $len))
    (call $answer (call $path_open (i32.const 3) (i32.const 0) (local.get $path) (local.get $len) (i32.const 0) (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 0)))
    (call $answer (call $path_open (i32.const 3) (i32.const 1) (local.get $path) (local.get $len) (i32.const 0) (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 0)))
    (call $answer (call $path_open (i32.const 3) (i32.const 1) (local.get $path) (local.get $len) (i32.const 1) (i64.const 64) (i64.const 0) (i32.const 0) (i32.const 0)))
    (call $answer (call $path_open (i32.const 3) (i32.const 0) (local.get $path) (local.get $len) (i32.const 5) (i64.const 64) (i64.const 0) (i32.const 0) (i32.const 0)))
    (call $answer (call $path_filestat_get (i32.const 3) (i32.const 0) (local.get $path) (local.get $len) (i32.const 0)))
    (call $answer (call $path_filestat_get (i32.const 3) (i32.const 1) (local.get $path) (local.get $len) (i32.const 0)))
    (call $answer (call $path_filestat_set_times (i32.const 3) (i32.const 1) (local.get $path) (local.get $len) (i64.const 0) (i64.const 0) (i32.const 8)))
    (call $answer (call $path_readlink (i32.const 3) (local.get $path) (local.get $len) (i32.const 4096) (i32.const 256) (i32.const 0)))
    (call $answer (call $path_create_directory (i32.const 3) (local.get $path) (local.get $len)))
    (call $answer (call $path_symlink (call $text (global.get $d)) (i32.const 3) (local.get $path) (local.get $len)))
    (call $answer (call $path_remove_directory (i32.const 3) (local.get $path) (local.get $len)))
    (call $answer (call $path_rename (i32.const 3) (local.get $path) (local.get $len) (i32.const 3) (call $text (global.get $d/renamed))))
    (call $answer (call $path_rename (i32.const 3) (call $text (global.get $d/f)) (i32.const 3) (local.get $path) (local.get $len)))
    (call $answer (call $path_link (i32.const 3) (i32.const 0) (local.get $path) (local.get $len) (i32.const 3) (call $text (global.get $d/linked))))
    (call $answer (call $path_link (i32.const 3) (i32.const 1) (local.get $path) (local.get $len) (i32.const 3) (call $text (global.get $d/linked))))
    (call $answer (call $path_link (i32.const 3) (i32.const 0) (call $text (global.get $d/f)) (i32.const 3) (local.get $path) (local.get $len)))
    (call $write (call $text (global.get $newline))))
  (func (export "_start")
    (call $row (call $text (global.get $/)))
    (call $row (call $text (global.get $/etc/passwd)))
    (call $row (call $text (global.get $//)))
    (call $row (call $text (global.get $..)))
    (call $row (call $text (global.get $../)))
    (call $row (call $text (global.get $../.)))
    (call $row (call $text (global.get $../outside)))
    (call $row (call $text (global.get $../outside/secret)))
    (call $row (call $text (global.get $../outside/made)))
    (call $row (call $text (global.get $./../outside/made)))
    (call $row (call $text (global.get $.//../outside/made)))
    (call $row (call $text (global.get $d/../../outside/made)))
    (call $row (call $text (global.get $d/e/../../../outside/made)))
    (call $row (call $text (global.get $d//..//..//outside/secret)))
    (call $row (call $text (global.get $d/../..)))
    (call $row (call $text (global.get $d/./../../data/d/f)))
    (call $row (call $text (global.get $../data/d/f)))))
