;; A loop that counts over a memory traps at its first access past the end, also where its bounds are
;; known, whether the memory may grow or not.
;;! check = "run"
;;! args = ["--bounds", "explicit"]
;;! exit = 134
;;! stderr = "wasm trap: out of bounds memory access\n  0: clear ("
(module
  (memory 1 2)
  (func $clear
    (local $i i32)
    (loop $next
      (i64.store (i32.shl (local.get $i) (i32.const 3)) (i64.const 0))
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 8193)))))
  (func (export "_start") (call $clear)))
