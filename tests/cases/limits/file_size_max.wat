;; A file takes what fits its limit; the next byte, or a size past it, is FBIG, and no signal comes.
;;! check = "run"
;;! args = ["--file-size-max", "4", "--dir", "data::/"]
;;! folders = ["data"]
;;! exit = 22
;;! files_after = { "data/f" = "abcd" }
(module
  (import "wasi_snapshot_preview1" "fd_filestat_set_size" (func $fd_filestat_set_size (param i32 i64) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open" (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1) (data (i32.const 0) "\40\00\00\00\06\00\00\00") (data (i32.const 32) "f") (data (i32.const 64) "abcdef")
  (func $write (result i32) (call $fd_write (i32.const 4) (i32.const 0) (i32.const 1) (i32.const 16)))
  (func (export "_start")
    (if (call $path_open (i32.const 3) (i32.const 0) (i32.const 32) (i32.const 1) (i32.const 1) (i64.const 0x400040) (i64.const 0) (i32.const 0) (i32.const 16))
      (then unreachable))
    (if (call $write) (then unreachable))
    (if (i32.ne (i32.load (i32.const 16)) (i32.const 4)) (then unreachable))
    (if (i32.ne (call $fd_filestat_set_size (i32.const 4) (i64.const 5)) (i32.const 22)) (then unreachable))
    (call $proc_exit (call $write))))
