;; No file of procfs can be written, whatever folder was granted: the program's own code is in one.
;;! check = "run"
;;! exit = 0
;;! args = ["--dir", "/proc::/", "--confine", "off"]
(module
  (import "wasi_snapshot_preview1" "path_open" (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 1024) "self/mem") (func $mem (result i32 i32) (i32.const 1024) (i32.const 8))
  ;; Ends the program if `got` is not `want`: the status is the number of the call that found out.
  (global $calls (mut i32) (i32.const 0))
  (func $is (param $got i32) (param $want i32)
    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
    (if (i32.ne (local.get $got) (local.get $want)) (then (call $proc_exit (global.get $calls)))))
  ;; Opens a path below descriptor 3 with these rights.
  (func $open (param $path i32) (param $len i32) (param $rights i64) (result i32)
    (call $path_open (i32.const 3) (i32.const 1) (local.get $path) (local.get $len) (i32.const 0) (local.get $rights) (i64.const 0) (i32.const 0) (i32.const 0)))
  (func (export "_start")
    (call $is (call $open (call $mem) (i64.const 2)) (i32.const 0))
    (call $is (call $open (call $mem) (i64.const 64)) (i32.const 76))
    (call $is (call $open (call $mem) (i64.const 66)) (i32.const 76))))
