;; memory.grow answers the old size, gives zeroed pages, and -1 beyond the declared maximum.
;;! check = "run"
;;! args = ["--invoke", "test"]
;;! stdout = "1\n1\n3\n0\n7\n3\n-1\n-1\n3\n3\n5\n"
(module
  (memory 1 5)
  (func (export "test") (result i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)
    (memory.size)
    (memory.grow (i32.const 2))
    (memory.size)
    (i32.load (i32.const 196604))
    (i32.store (i32.const 196604) (i32.const 7))
    (i32.load (i32.const 196604))
    (memory.grow (i32.const 0))
    (memory.grow (i32.const 3))
    (memory.grow (i32.const -1))
    (memory.size)
    (memory.grow (i32.const 2))
    (memory.size)))
