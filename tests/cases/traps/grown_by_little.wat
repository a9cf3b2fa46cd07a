;; What is behind a large memory that grew by a page is out of bounds, though its pages are there already.
;;! check = "run"
;;! args = ["--invoke", "go"]
;;! exit = 134
;;! stderr = "wasm trap: out of bounds memory access\n  0: go ("
(module
  (memory 280)
  (func (export "go") (result i32)
    (local $count i32)
    (loop $next
      (drop (memory.grow (i32.const 1)))
      (i32.store offset=65532 (i32.shl (i32.sub (memory.size) (i32.const 1)) (i32.const 16)) (i32.const 1))
      (local.set $count (i32.add (local.get $count) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $count) (i32.const 40))))
    (i32.load8_u (i32.shl (memory.size) (i32.const 16)))))
