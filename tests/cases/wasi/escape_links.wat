;; Links out, absolute or by `..`, direct or by way of others, do not lead out, with a slash at the end or without.
;;! check = "run"
;;! args = ["--dir", "data::/"]
;;! folders = ["data/d/e"]
;;! files = { "data/d/f" = "inside", "outside/secret" = "secret" }
;;! symlinks = { "data/up" = "..", "data/out" = "../outside", "data/abs" = "{work}/outside", "data/file" = "../outside/secret", "data/via" = "out", "data/chain" = "d/../via", "data/deep" = "d/e/../../../outside", "data/d/up" = "../.." }
;;! files_after = { "outside/secret" = "secret", "data/d/f" = "inside" }
;;! missing_after = ["outside/made", "data/d/renamed", "data/d/linked"]
;;! stdout = """
;;! out/secret 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76
;;! out/made 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76
;;! out/ 76 76 31 31 76 76 76 76 20 20 54 54 54 76 76 20
;;! out/. 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76
;;! abs/secret 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76
;;! abs/made 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76
;;! abs/ 76 76 31 31 76 76 76 76 20 20 54 54 54 76 76 20
;;! up/outside/secret 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76
;;! up/outside/made 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76
;;! up/ 76 76 31 31 76 76 76 76 20 20 54 54 54 76 76 20
;;! via/secret 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76
;;! via/made 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76
;;! via/ 76 76 31 31 76 76 76 76 20 20 54 54 54 76 76 20
;;! chain/secret 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76
;;! chain/made 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76
;;! chain/ 76 76 31 31 76 76 76 76 20 20 54 54 54 76 76 20
;;! deep/secret 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76
;;! deep/made 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76
;;! deep/ 76 76 31 31 76 76 76 76 20 20 54 54 54 76 76 20
;;! d/up/outside/made 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76
;;! d/e/../up/outside/made 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76
;;! out/../data/d/f 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76 76
;;! file/ 76 76 31 31 76 76 76 76 20 20 54 54 54 76 76 20
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
  (global $out/secret i32 (i32.const 1054)) (data (i32.const 1054) "out/secret\00")
  (global $out/made i32 (i32.const 1065)) (data (i32.const 1065) "out/made\00")
  (global $out/ i32 (i32.const 1074)) (data (i32.const 1074) "out/\00")
  (global $out/. i32 (i32.const 1079)) (data (i32.const 1079) "out/.\00")
  (global $abs/secret i32 (i32.const 1085)) (data (i32.const 1085) "abs/secret\00")
  (global $abs/made i32 (i32.const 1096)) (data (i32.const 1096) "abs/made\00")
  (global $abs/ i32 (i32.const 1105)) (data (i32.const 1105) "abs/\00")
  (global $up/outside/secret i32 (i32.const 1110)) (data (i32.const 1110) "up/outside/secret\00")
  (global $up/outside/made i32 (i32.const 1128)) (data (i32.const 1128) "up/outside/made\00")
  (global $up/ i32 (i32.const 1144)) (data (i32.const 1144) "up/\00")
  (global $via/secret i32 (i32.const 1148)) (data (i32.const 1148) "via/secret\00")
  (global $via/made i32 (i32.const 1159)) (data (i32.const 1159) "via/made\00")
  (global $via/ i32 (i32.const 1168)) (data (i32.const 1168) "via/\00")
  (global $chain/secret i32 (i32.const 1173)) (data (i32.const 1173) "chain/secret\00")
  (global $chain/made i32 (i32.const 1186)) (data (i32.const 1186) "chain/made\00")
  (global $chain/ i32 (i32.const 1197)) (data (i32.const 1197) "chain/\00")
  (global $deep/secret i32 (i32.const 1204)) (data (i32.const 1204) "deep/secret\00")
  (global $deep/made i32 (i32.const 1216)) (data (i32.const 1216) "deep/made\00")
  (global $deep/ i32 (i32.const 1226)) (data (i32.const 1226) "deep/\00")
  (global $d/up/outside/made i32 (i32.const 1232)) (data (i32.const 1232) "d/up/outside/made\00")
  (global $d/e/../up/outside/made i32 (i32.const 1250)) (data (i32.const 1250) "d/e/../up/outside/made\00")
  (global $out/../data/d/f i32 (i32.const 1273)) (data (i32.const 1273) "out/../data/d/f\00")
  (global $file/ i32 (i32.const 1289)) (data (i32.const 1289) "file/\00")
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
    (call $row (call $text (global.get $out/secret)))
    (call $row (call $text (global.get $out/made)))
    (call $row (call $text (global.get $out/)))
    (call $row (call $text (global.get $out/.)))
    (call $row (call $text (global.get $abs/secret)))
    (call $row (call $text (global.get $abs/made)))
    (call $row (call $text (global.get $abs/)))
    (call $row (call $text (global.get $up/outside/secret)))
    (call $row (call $text (global.get $up/outside/made)))
    (call $row (call $text (global.get $up/)))
    (call $row (call $text (global.get $via/secret)))
    (call $row (call $text (global.get $via/made)))
    (call $row (call $text (global.get $via/)))
    (call $row (call $text (global.get $chain/secret)))
    (call $row (call $text (global.get $chain/made)))
    (call $row (call $text (global.get $chain/)))
    (call $row (call $text (global.get $deep/secret)))
    (call $row (call $text (global.get $deep/made)))
    (call $row (call $text (global.get $deep/)))
    (call $row (call $text (global.get $d/up/outside/made)))
    (call $row (call $text (global.get $d/e/../up/outside/made)))
    (call $row (call $text (global.get $out/../data/d/f)))
    (call $row (call $text (global.get $file/)))))
