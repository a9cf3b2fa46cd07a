;; A load whose offset leads out of the memory traps, though the sum that wraps is a place just stored to.
;;! check = "run"
;;! exit = 134
;;! stderr = "wasm trap: out of bounds memory access\n  0: peek ("
(module
  (memory 1)
  (global $p (mut i32) (i32.const -8))
  (func $peek (param $p i32) (result i32)
    (i32.store (i32.add (local.get $p) (i32.const 16)) (i32.const 1))
    (i32.store (i32.add (local.get $p) (i32.const 24)) (i32.const 2))
    (i32.load offset=16 (local.get $p)))
  (func (export "_start") (drop (call $peek (global.get $p)))))
