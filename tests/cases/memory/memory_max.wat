;; --memory-max bounds memory.grow below what the module declares.
;;! check = "run"
;;! args = ["--invoke", "test", "--memory-max", "196608"]
;;! stdout = "1\n-1\n2\n-1\n3\n"
(module
  (memory 1 100)
  (func (export "test") (result i32 i32 i32 i32 i32)
    (memory.grow (i32.const 1))
    (memory.grow (i32.const 2))
    (memory.grow (i32.const 1))
    (memory.grow (i32.const 1))
    (memory.size)))
