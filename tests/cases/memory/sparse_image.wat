;; Segments far apart: both are in place, and what is between them is zero.
;;! check = "run"
;;! args = ["--invoke", "test"]
;;! stdout = "97\n0\n122\n0\n"
(module
  (memory 20000)
  (data (i32.const 0) "a")
  (data (i32.const 0x40000000) "z")
  (func (export "test") (result i32 i32 i32 i32)
    (i32.load8_u (i32.const 0))
    (i32.load (i32.const 0x20000000))
    (i32.load8_u (i32.const 0x40000000))
    (i32.load (i32.const 0x40000001))))
