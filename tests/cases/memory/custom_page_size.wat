;; Pages of one byte: sizes count bytes, and the byte past the end is out of bounds.
;;! check = "run"
;;! args = ["--enable", "custom-page-sizes", "--invoke", "test"]
;;! exit = 134
;;! stderr = "wasm trap: out of bounds memory access"
(module
  (memory 5 100 (pagesize 1))
  (func (export "test")
    (if (i32.ne (memory.grow (i32.const 2)) (i32.const 5)) (then (unreachable)))
    (if (i32.ne (memory.size) (i32.const 7)) (then (unreachable)))
    (if (i32.ne (memory.grow (i32.const 94)) (i32.const -1)) (then (unreachable)))
    (i32.store8 (i32.const 6) (i32.const 9))
    (if (i32.ne (i32.load8_u (i32.const 6)) (i32.const 9)) (then (unreachable)))
    (i32.store8 (i32.const 7) (i32.const 9))))
