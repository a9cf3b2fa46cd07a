;; A granted folder that is not there ends the program with the flag that granted it.
;;! check = "run"
;;! args = ["--dir", "none::/data"]
;;! exit = 1
;;! stderr = "error: --dir none: no such folder"
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_create_directory" (func $path_create_directory (param i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (global $d i32 (i32.const 1024)) (data (i32.const 1024) "d\00")
  (global $not_reached i32 (i32.const 1026)) (data (i32.const 1026) "not reached\00")
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
  (func (export "_start")
    (drop (call $path_create_directory (i32.const 3) (call $text (global.get $d))))
    (call $write (call $text (global.get $not_reached)))))
