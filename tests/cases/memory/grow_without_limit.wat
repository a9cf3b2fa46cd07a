;; A memory without a limit grows to all pages but the last, so that indices near one that is inside do not wrap.
;;! check = "run"
;;! args = ["--invoke", "test"]
;;! stdout = "-1\n1\n65535\n9\n-1\n"
(module
  (memory 1)
  (func (export "test") (result i32 i32 i32 i32 i32)
    (memory.grow (i32.const 65535))
    (memory.grow (i32.const 65534))
    (memory.size)
    (i32.store8 (i32.const -65537) (i32.const 9))
    (i32.load8_u (i32.const -65537))
    (memory.grow (i32.const 1))))
