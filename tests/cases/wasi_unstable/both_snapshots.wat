;; One module may import from both snapshots: each function has its own numbers, in tables too.
;;! check = "run"
;;! exit = 0
;;! args = ["--dir", "data::/"]
;;! files = { "data/f" = "0123456789" }
(module
  (type $seek (func (param i32 i64 i32 i32) (result i32)))
  (import "wasi_unstable" "fd_seek" (func $seek_0 (type $seek)))
  (import "wasi_snapshot_preview1" "fd_seek" (func $seek_1 (type $seek)))
  (import "wasi_unstable" "path_open" (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_unstable" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 1024) "f")
  (table (export "seeks") 2 funcref) (elem (i32.const 0) $seek_0 $seek_1)
  ;; Goes 3 bytes from the point `whence`, and answers where that is.
  (func $go (param $which i32) (param $whence i32) (result i32)
    (if (call_indirect (type $seek) (i32.const 4) (i64.const 3) (local.get $whence) (i32.const 0) (local.get $which))
      (then (call $proc_exit (i32.const 1))))
    (i32.load (i32.const 0)))
  (func (export "_start")
    (drop (call $path_open (i32.const 3) (i32.const 0) (i32.const 1024) (i32.const 1) (i32.const 0) (i64.const 0xe001ff) (i64.const 0) (i32.const 0) (i32.const 0)))
    (if (i32.ne (call $go (i32.const 0) (i32.const 2)) (i32.const 3)) (then (call $proc_exit (i32.const 2))))
    (if (i32.ne (call $go (i32.const 0) (i32.const 0)) (i32.const 6)) (then (call $proc_exit (i32.const 3))))
    (if (i32.ne (call $go (i32.const 0) (i32.const 1)) (i32.const 13)) (then (call $proc_exit (i32.const 4))))
    (if (i32.ne (call $go (i32.const 1) (i32.const 2)) (i32.const 13)) (then (call $proc_exit (i32.const 5))))
    (if (i32.ne (call $go (i32.const 1) (i32.const 0)) (i32.const 3)) (then (call $proc_exit (i32.const 6))))
    (if (i32.ne (call $go (i32.const 1) (i32.const 1)) (i32.const 6)) (then (call $proc_exit (i32.const 7))))))
