;; --bounds explicit: a check that does for several accesses lets no byte outside be accessed.
;;! check = "run"
;;! args = ["--bounds", "explicit", "--invoke", "test"]
;;! exit = 134
;;! stderr = "wasm trap: out of bounds memory access\n  0: test ("
(module (memory 1)
  (func (export "test") (result i32) (local $at i32)
    (local.set $at (i32.const 65521))
    (loop $once
      (local.set $at (i32.add (local.get $at) (i32.const -1)))
      (br_if $once (i32.gt_u (local.get $at) (i32.const 65517))))
    (i32.store (local.get $at) (i32.const 1))
    (i32.store (i32.add (local.get $at) (i32.const 8)) (i32.const 2))
    (i32.store (i32.add (local.get $at) (i32.const 16)) (i32.const 3))
    (i32.load (local.get $at))))
