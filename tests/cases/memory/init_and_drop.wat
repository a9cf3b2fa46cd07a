;; memory.init applies a part of a passive segment; dropped segments are empty, active ones at once.
;;! check = "run"
;;! args = ["--invoke", "test"]
;;! stdout = "6513249\n25699\n97\n"
(module
  (memory 1)
  (data $passive "abcdef")
  (data $active (i32.const 1000) "a")
  (func (export "test") (result i32 i32 i32)
    (memory.init $passive (i32.const 0) (i32.const 0) (i32.const 3))
    (memory.init $passive (i32.const 8) (i32.const 2) (i32.const 2))
    (i32.load (i32.const 0))
    (data.drop $passive)
    (data.drop $passive)
    (memory.init $passive (i32.const 0) (i32.const 0) (i32.const 0))
    (memory.init $active (i32.const 65536) (i32.const 0) (i32.const 0))
    (i32.load (i32.const 8))
    (i32.load8_u (i32.const 1000))))
