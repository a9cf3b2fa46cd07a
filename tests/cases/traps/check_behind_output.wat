;; --bounds explicit: what is printed before an access out of bounds is printed, although an access
;; before shares its index.
;;! check = "run"
;;! args = ["--bounds", "explicit"]
;;! exit = 134
;;! stdout = "seen\n"
;;! stderr = "wasm trap: out of bounds memory access\n  0: "
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\10\00\00\00\05\00\00\00") (data (i32.const 16) "seen\n")
  (global $last (mut i32) (i32.const 65532))
  (func (export "_start") (local $at i32)
    (local.set $at (global.get $last))
    (i32.store (local.get $at) (i32.const 1))
    (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
    (i32.store offset=4 (local.get $at) (i32.const 1))))
