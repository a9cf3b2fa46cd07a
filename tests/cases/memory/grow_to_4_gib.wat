;; A memory that may have all the 65536 pages that a 32-bit index reaches grows to them, and no further.
;;! check = "run"
;;! args = ["--invoke", "test"]
;;! stdout = "1\n65536\n9\n-1\n-1\n"
(module
  (memory 1 65536)
  (func (export "test") (result i32 i32 i32 i32 i32)
    (memory.grow (i32.const 65535))
    (memory.size)
    (i32.store8 (i32.const -1) (i32.const 9))
    (i32.load8_u (i32.const -1))
    (memory.grow (i32.const 1))
    (memory.grow (i32.const 65536))))
