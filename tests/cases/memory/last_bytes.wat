;; The last access in bounds of each width.
;;! check = "run"
;;! args = ["--invoke", "test"]
;;! stdout = "255\n65280\n-16777216\n-72057594037927936\n"
(module
  (memory 1)
  (data (i32.const 65535) "\ff")
  (func (export "test") (result i32 i32 i32 i64)
    (i32.load8_u offset=65535 (i32.const 0))
    (i32.load16_u (i32.const 65534))
    (i32.load offset=4 (i32.const 65528))
    (i64.load (i32.const 65528))))
