;; --bounds explicit: checks are merged only where that leaves every trap in its place. Each of these
;; calls writes before it traps or does not trap at all, and the memory afterwards says how far it got.
;;! check = "run"
;;! args = ["--bounds", "explicit"]
;;! exit = 134
;;! stderr = "wasm trap: out of bounds memory access\n  0: wider ("
(module
  (memory (export "memory") 1)
  (func $expect (param $holds i32) (if (i32.eqz (local.get $holds)) (then (unreachable))))

  ;; What one branch checked does not count in the other, nor after both.
  (func $branches (param $at i32) (param $which i32) (result i32)
    (if (local.get $which)
      (then (i32.store offset=64 (local.get $at) (i32.const 1)))
      (else (i32.store8 (local.get $at) (i32.const 2))))
    (i32.load8_u (local.get $at)))

  ;; A loop's own checks count in it for the same value only: the address changes.
  (func $count (param $at i32) (param $end i32) (result i32) (local $sum i32)
    (loop $next
      (local.set $sum (i32.add (local.get $sum) (i32.load8_u (local.get $at))))
      (i32.store8 (local.get $at) (i32.const 3))
      (br_if $next (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 1))) (local.get $end))))
    (local.get $sum))

  ;; A branch out of a block skips its check.
  (func $skipped (param $at i32) (param $skip i32)
    (block $out
      (br_if $out (local.get $skip))
      (i32.store offset=32 (local.get $at) (i32.const 4)))
    (i32.store8 offset=2 (local.get $at) (i32.const 5)))

  ;; A check stays valid when the memory grows, and the bytes that came are there.
  (func $grown (param $at i32) (result i32)
    (i32.store (local.get $at) (i32.const 6))
    (drop (memory.grow (i32.const 1)))
    (i32.store offset=32 (local.get $at) (i32.const 7))
    (i32.load offset=32 (local.get $at)))

  ;; The first access is inside, the second reaches further and is not.
  (func $wider (param $at i32)
    (i32.store8 (local.get $at) (i32.const 8))
    (i32.store offset=1 (local.get $at) (i32.const 9)))

  (func (export "_start")
    (call $expect (i32.eq (call $branches (i32.const 65535) (i32.const 0)) (i32.const 2)))
    (call $expect (i32.eqz (call $branches (i32.const 128) (i32.const 1))))
    (call $expect (i32.eq (call $count (i32.const 65530) (i32.const 65536)) (i32.const 2)))
    (call $skipped (i32.const 65533) (i32.const 1))
    (call $expect (i32.eq (i32.load8_u (i32.const 65535)) (i32.const 5)))
    (call $expect (i32.eq (call $grown (i32.const 65532)) (i32.const 7)))
    (call $wider (i32.const 131071))))
