;; A memory that starts empty: no access is in bounds until it grows.
;;! check = "run"
;;! args = ["--invoke", "test"]
;;! stdout = "0\n0\n1\n42\n"
(module
  (memory 0)
  (func (export "test") (result i32 i32 i32 i32)
    (memory.size)
    (memory.grow (i32.const 1))
    (memory.size)
    (i32.store8 (i32.const 65535) (i32.const 42))
    (i32.load8_u (i32.const 65535))))
