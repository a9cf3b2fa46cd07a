;; A large memory grows by a page, of which the system had to be asked for more, and then by more than the system allows:
;; nothing behind it can be accessed.
;;! check = "run"
;;! args = ["--invoke", "go"]
;;! data = 32000
;;! exit = 134
;;! stderr = "wasm trap: out of bounds memory access\n  0: go ("
;;! native_only = "emulators have data of their own"
(module
  (memory 280)
  (func (export "go") (result i32 i32)
    (local $first i32) (local $second i32)
    (local.set $first (memory.grow (i32.const 1)))
    (local.set $second (memory.grow (i32.const 800)))
    (if (i32.or (i32.ne (local.get $first) (i32.const 280)) (i32.ne (local.get $second) (i32.const -1)))
      (then (return (local.get $first) (local.get $second))))
    (i32.store (i32.shl (memory.size) (i32.const 16)) (i32.const 42))
    (local.get $first) (local.get $second)))
