;; What is stored past 4 GiB is there, and does not show 4 GiB below.
;;! check = "run"
;;! args = ["--invoke", "test"]
;;! stdout = "42\n0\n65538\n"
(module
  (memory i64 0x1_0002)
  (func (export "test") (result i32 i32 i64)
    (i32.store (i64.const 0x1_0001_fffc) (i32.const 42))
    (i32.load (i64.const 0x1_0001_fffc))
    (i32.load (i64.const 0x1_fffc))
    (memory.size)))
