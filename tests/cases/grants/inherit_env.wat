;; All of the launcher's variables are seen, but for one that has a value of its own.
;;! check = "run"
;;! args = ["--inherit-env", "--env", "A=granted", "--env", "PATH=p"]
;;! env = { A = "launched", B = "2" }
;;! stdout = "A=granted\u0000PATH=p\u0000B=2\u0000"
(module
  (import "wasi_snapshot_preview1" "environ_get" (func $environ_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "environ_sizes_get" (func $environ_sizes_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "_start")
    (drop (call $environ_sizes_get (i32.const 0) (i32.const 12)))
    (drop (call $environ_get (i32.const 512) (i32.const 1024)))
    (i32.store (i32.const 8) (i32.const 1024))
    (drop (call $fd_write (i32.const 1) (i32.const 8) (i32.const 1) (i32.const 16)))))
